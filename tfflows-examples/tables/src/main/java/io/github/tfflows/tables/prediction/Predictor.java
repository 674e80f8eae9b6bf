package io.github.tfflows.tables.prediction;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.density.LogSum;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import io.github.tfflows.tables.derived.DerivedCells;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.RowCodec;
import io.github.tfflows.tables.reading.RowKeys;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Predicts a column of a table: the distribution of its value in a row, given other values of the
 * row. A model of only this column predicts it given the columns of its condition. A {@linkplain
 * io.github.tfflows.tables.TableFit#givenAny model of any cell} predicts it given any of the
 * others.
 *
 * <p>An instance is immutable, and safe for use by several threads.
 */
public final class Predictor {
  /** The number of draws of a prediction without a closed form. */
  private static final int DRAWS = 1_000;

  private final CompiledDistribution model;
  private final TableSchema schema;
  private final TableColumn column;
  private final Optional<ConformalScores> scores;
  private final int draws;
  private final long seed;

  private Predictor(
      CompiledDistribution model,
      TableSchema schema,
      TableColumn column,
      Optional<ConformalScores> scores,
      int draws,
      long seed) {
    this.model = model;
    this.schema = schema;
    this.column = column;
    this.scores = scores;
    this.draws = draws;
    this.seed = seed;
  }

  /**
   * Returns the predictions of a column.
   *
   * @param scores the scores that correct intervals, if there are any
   * @throws IllegalArgumentException if there is no such column, its values are on a circle, or the
   *     model is a joint density without given cells
   */
  public static Predictor of(
      CompiledDistribution model,
      TableSchema schema,
      String target,
      Optional<ConformalScores> scores) {
    if (schema.given().stream().anyMatch(column -> column.name().equals(target))) {
      throw new IllegalArgumentException(
          "the model is conditioned on \"%s\"; it predicts %s"
              .formatted(Excerpt.of(target), Excerpt.of(schema.modelled().get(0).name())));
    }
    TableColumn column = following(schema, target).orElseGet(() -> modelled(schema, target));
    if (schema.conditioning() == Conditioning.NONE && schema.modelled().size() > 1) {
      throw new IllegalArgumentException(
          ("the model is the joint density of %s columns, which does not predict \"%s\""
                  + " from the others; fit one with \"%s\" as the only modelled column and the"
                  + " others given, or one with the conditioning ANY (--conditioning any)")
              .formatted(schema.modelled().size(), Excerpt.of(target), Excerpt.of(target)));
    }
    column.requireOrdered();
    boolean areOfColumn =
        schema.modelled().contains(column)
            || (!column.kind().isNamed() && isMonotone(schema, target));
    return new Predictor(model, schema, column, areOfColumn ? scores : Optional.empty(), DRAWS, 0);
  }

  /**
   * Whether a column, for given values, rises or falls with the modelled one. Its values then have
   * the ranks of those, or one less them, so that the same scores correct its intervals.
   */
  private static boolean isMonotone(TableSchema schema, String name) {
    Optional<DerivedColumn> rule = schema.derived(name);
    if (rule.isEmpty()) {
      return true;
    }
    Relation relation = rule.get().relation();
    List<String> drawn =
        relation.sources().stream().filter(source -> isDrawn(schema, source)).toList();
    return relation.isMonotone() && drawn.size() == 1 && isMonotone(schema, drawn.get(0));
  }

  private static boolean isDrawn(TableSchema schema, String name) {
    return schema.modelled().stream().anyMatch(one -> one.name().equals(name))
        || following(schema, name).isPresent();
  }

  private static TableColumn modelled(TableSchema schema, String name) {
    return schema.modelled().get(schema.place(name));
  }

  /** The column of this name, if it follows from modelled columns. */
  private static Optional<TableColumn> following(TableSchema schema, String name) {
    return schema
        .derived(name)
        .filter(one -> !sources(schema, name).isEmpty())
        .map(DerivedColumn::column);
  }

  /** The places of the modelled columns that a column follows from. */
  private static Set<Integer> sources(TableSchema schema, String name) {
    int modelled = schema.modelled().size();
    return DerivedCells.of(schema.derived(), schema.all()).roots(name).stream()
        .filter(place -> place < modelled)
        .collect(Collectors.toSet());
  }

  /**
   * Returns the {@linkplain ConformalScores scores} of held-out rows by a model of one column.
   *
   * @param rows rows that the model did not learn from
   * @return a score for each row with a value; empty for a model that does not predict a single
   *     column
   */
  public static double[] measured(CompiledDistribution model, TableSchema schema, Data rows) {
    Optional<TableColumn> column = onlyColumn(schema);
    if (column.isEmpty()) {
      return new double[0];
    }
    Predictor predictor = of(model, schema, column.get().name(), Optional.empty());
    return predictor.given(rows).scores(predictor.observed(rows));
  }

  /** Returns the column of a model of one column; empty if its values are on a circle. */
  public static Optional<TableColumn> onlyColumn(TableSchema schema) {
    return schema.modelled().stream()
        .filter(column -> schema.conditioning() == Conditioning.NONE)
        .filter(column -> schema.modelled().size() == 1 && column.kind().cycle().isEmpty())
        .findFirst();
  }

  /** Returns these predictions without the correction of intervals by held-out rows. */
  public Predictor uncorrected() {
    return new Predictor(model, schema, column, Optional.empty(), draws, seed);
  }

  /**
   * Returns whether intervals of a level have bounds: they are not corrected, or enough rows were
   * held out to correct them.
   */
  public boolean hasBounds(double level) {
    return scores.isEmpty() || Double.isFinite(scores.get().at(level));
  }

  /**
   * Returns these predictions with other draws. They matter only where there is no closed form.
   *
   * @param count the number of draws for each row
   * @param ofDraws equal seeds give equal draws
   * @throws IllegalArgumentException if the count is below one
   */
  public Predictor withDraws(int count, long ofDraws) {
    Require.atLeast("count", count, 1);
    return new Predictor(model, schema, column, scores, count, ofDraws);
  }

  /** Returns the column. */
  public TableColumn column() {
    return column;
  }

  /** Whether the column follows from others. */
  private boolean isFollowing() {
    return !schema.modelled().contains(column);
  }

  /**
   * Returns whether predictions may be computed by draws, other than those of rows with values to
   * which several missing ones lead.
   */
  public boolean isDrawn() {
    return isFollowing() || (schema.conditioning() == Conditioning.ANY && !column.kind().isNamed());
  }

  /**
   * Predicts the value of one row.
   *
   * @param values the values that are given, by the names of their columns, as texts, numbers or
   *     anything whose text is a value; null or an empty text is a missing value, which a model of
   *     any cell ignores where the column had none in the fit. A column that the fit left out,
   *     since it follows from others, stands for these
   * @throws IllegalArgumentException if a name is unknown, a value does not suit its column, two do
   *     not agree, no draw in place of missing values agrees with them, or a value that the model
   *     needs is missing
   */
  public Prediction given(Map<String, ?> values) {
    RowKeys.requireColumns(schema, values.keySet());
    if (values.containsKey(column.name())) {
      throw new IllegalArgumentException(
          "the given values include the value of \"%s\", which is predicted: %s"
              .formatted(Excerpt.of(column.name()), Excerpt.of(List.copyOf(values.keySet()))));
    }
    requireIndependent(values.keySet());
    TableSource row = TableSources.ofMaps("the values", List.of(values));
    try (TableReader reader = open(row, Reading.whole(1))) {
      Predictions one = given(reader.only(), givenBy(row));
      if (!one.problems().isEmpty()) {
        throw new IllegalArgumentException(Predictions.UNDRAWN);
      }
      return Prediction.of(one, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks that no value to predict by is of a column that follows from this one.
   *
   * @throws IllegalArgumentException if one is
   */
  public void requireIndependent(Set<String> names) {
    for (String name : dependent()) {
      if (names.contains(name)) {
        throw new IllegalArgumentException(
            "\"%s\" follows from \"%s\", which is predicted; expected values of other columns"
                .formatted(Excerpt.of(name), Excerpt.of(column.name())));
      }
    }
  }

  /**
   * Returns the names of the columns that follow from this one and do not predict it. A table may
   * have them. A model of any cell has none.
   */
  public Set<String> dependent() {
    return schema.conditioning() == Conditioning.ANY ? Set.of() : schema.following(column.name());
  }

  private static List<String> names(List<TableColumn> columns) {
    return columns.stream().map(TableColumn::name).toList();
  }

  private int place() {
    return schema.modelled().indexOf(column);
  }

  /**
   * Opens a table of rows to predict. Values of the column itself are not read. For a model of any
   * cell, the table may lack other columns.
   *
   * @param reading the treatment of its rows
   * @return a reader before the first row, for {@link #given(Data, Set)}
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a column that is given is missing
   */
  public TableReader open(TableSource source, Reading reading) throws IOException {
    return schema.conditioning() == Conditioning.ANY
        ? TableReader.ofDrawn(source, schema, reading, Set.of(column().name()))
        : TableReader.ofConditions(source, schema, reading);
  }

  /** Returns the names of the model's other columns that a table has, or implies. */
  public Set<String> givenBy(TableSource source) {
    return TableReader.givenBy(source, schema, Set.of(column().name()));
  }

  /**
   * Predicts the values of rows given all other columns.
   *
   * @param rows rows as {@code TableReader} reads them; the column itself may hold any values
   */
  public Predictions given(Data rows) {
    return given(
        rows,
        schema.modelled().stream()
            .map(TableColumn::name)
            .filter(name -> !name.equals(column().name()))
            .collect(Collectors.toSet()));
  }

  /**
   * Predicts the values of rows given some columns, as {@link #given(Data, Set)} does. Where
   * several missing values lead to a given one, as the numbers of a range lead to its name, draws
   * of the row that agree with it predict it; if none agrees, the row has a {@linkplain
   * Predictions#problems problem}.
   *
   * @param chunk a chunk of {@link #open}
   * @param columns the names of the given columns, for a model of any cell; others ignore them
   */
  public Predictions given(TableChunk chunk, Set<String> columns) {
    Data rows = chunk.data();
    if (schema.derived().isEmpty()) {
      return given(rows, columns);
    }
    if (schema.conditioning() == Conditioning.NONE) {
      return ofContexts(
          rows.context(), exact(schema.given(), chunk.texts(names(schema.given()), Set.of())));
    }
    return ofTexts(rows.x(), places(columns), chunk.texts(schema, columns, Set.of(column.name())));
  }

  /**
   * Predicts the values of rows given some columns.
   *
   * @param rows rows as {@code TableReader} reads them
   * @param columns the names of the given columns, for a model of any cell; others ignore them
   */
  public Predictions given(Data rows, Set<String> columns) {
    if (schema.conditioning() == Conditioning.NONE) {
      return ofContexts(rows.context(), unknown(schema.all(), rows.count()));
    }
    return ofCells(rows.x(), places(columns), unknown(schema.written(), rows.count()));
  }

  /** The texts of columns in rows of which only the numbers are known. */
  private static List<List<String>> unknown(List<TableColumn> columns, int rows) {
    return Collections.nCopies(rows, Collections.nCopies(columns.size(), ""));
  }

  /**
   * The texts of given numbers and times, in the order of all columns, of which draws cannot differ
   * by the rounding to single precision.
   */
  private List<List<String>> exact(List<TableColumn> columns, List<List<String>> texts) {
    List<String> names = names(columns);
    int[] places =
        schema.all().stream()
            .mapToInt(column -> column.kind().isNamed() ? -1 : names.indexOf(column.name()))
            .toArray();
    return texts.stream()
        .map(
            own ->
                IntStream.of(places)
                    .mapToObj(i -> i < 0 || Numbers.isMissing(own.get(i)) ? "" : own.get(i))
                    .toList())
        .toList();
  }

  private Set<Integer> places(Set<String> columns) {
    return columns.stream().map(schema::place).collect(Collectors.toSet());
  }

  /**
   * Returns the numbers of the column in rows, with which predictions are compared.
   *
   * @param rows rows as {@code TableReader} reads them
   * @return a number for each row; NaN where it is missing
   */
  public float[] observed(Data rows) {
    if (!isFollowing()) {
      return schema.layout().values(rows.x(), place());
    }
    List<String> none = unknown(schema.all(), 1).get(0);
    float[] observed = new float[rows.count()];
    for (int i = 0; i < observed.length; i++) {
      observed[i] = (float) cellDraws().number(rows.x(), rows.context(), i, none);
    }
    return observed;
  }

  private CellDraws cellDraws() {
    return new CellDraws(model, schema, new RowCodec(schema), column, draws, seed);
  }

  /** Predicts rows by their contexts and {@link #exact} texts. */
  private Predictions ofContexts(Rows contexts, List<List<String>> texts) {
    if (isFollowing()) {
      return cellDraws().of(contexts, texts, scores);
    }
    ClosedForm law = closedForm(contexts);
    return column().kind().isNamed()
        ? ofNames(law.missing(), ofCategories(contexts))
        : Predictions.of(column(), law, law.missing(), scores);
  }

  private ClosedForm closedForm(Rows contexts) {
    return new ClosedForm(model, contexts, column().hasGaps(), column().filler());
  }

  private Predictions ofCells(Rows events, Set<Integer> given, List<List<String>> texts) {
    if (isFollowing()) {
      Rows contexts =
          AnyCell.states(schema, events, sources(schema, column.name()), State.MODELLED, given);
      return cellDraws().of(contexts, exact(schema.written(), texts), scores);
    }
    AnyCell cell = new AnyCell(model, schema, place(), events, given);
    if (column().kind().isNamed()) {
      return ofNames(cell.missing(), cell.ofCategories(column().names().size()));
    }
    Law law = cell.isClosed() ? cell : new Drawn(cell.draws(draws, seed), Optional.of(cell));
    return Predictions.of(column(), law, cell.missing(), scores);
  }

  /** Predicts rows by their texts. Draws predict those with values to which others lead. */
  private Predictions ofTexts(Rows events, Set<Integer> given, List<List<String>> texts) {
    List<Set<Integer>> ambiguous = texts.stream().map(new RowCodec(schema)::ambiguous).toList();
    CellDraws cellDraws = cellDraws();
    boolean[] areDrawn = new boolean[texts.size()];
    for (int row = 0; row < areDrawn.length; row++) {
      areDrawn[row] =
          !ambiguous.get(row).isEmpty() || cellDraws.determined(texts.get(row)).isPresent();
    }
    int[] places = new int[areDrawn.length];
    List<Predictions> parts = new ArrayList<>();
    for (boolean isDrawn : List.of(false, true)) {
      int[] rows = IntStream.range(0, places.length).filter(i -> areDrawn[i] == isDrawn).toArray();
      if (rows.length > 0 || (isDrawn && parts.isEmpty())) {
        IntStream.of(rows).forEach(row -> places[row] = parts.size());
        Rows some = events.select(rows);
        parts.add(
            isDrawn
                ? agreeing(some, given, at(ambiguous, rows), at(texts, rows))
                : ofCells(some, given, at(texts, rows)));
      }
    }
    return parts.size() == 1 ? parts.get(0) : JoinedLaw.joined(parts, places);
  }

  private static <T> List<T> at(List<T> all, int... places) {
    return IntStream.of(places).mapToObj(all::get).toList();
  }

  private Predictions agreeing(
      Rows events, Set<Integer> given, List<Set<Integer>> ambiguous, List<List<String>> texts) {
    RowLayout layout = schema.layout();
    RowLayout.States states =
        (row, place) -> {
          boolean isAbsent =
              !given.contains(place)
                  || (layout.isMissing(events, row, place)
                      && (ambiguous.get(row).contains(place) || layout.bit(place).isEmpty()));
          return isAbsent ? State.ABSENT : State.GIVEN;
        };
    return cellDraws().agreeing(events, states, texts, scores);
  }

  private Predictions ofNames(double[] missing, double[] logProbs) {
    double[] all = DoubleStream.of(logProbs).map(Math::exp).toArray();
    return Predictions.of(column(), all, missing, scores);
  }

  /**
   * Returns the log-probabilities of the categories, given that the value is present, row by row.
   */
  private double[] ofCategories(Rows contexts) {
    int categories = column().names().size();
    double[] all =
        closedForm(contexts).categories().orElseGet(() -> enumerated(contexts, categories));
    if (column().hasGaps()) {
      double seen = Math.log1p(-column().categories().unseen());
      for (int row = 0; row < contexts.count(); row++) {
        normalize(all, row * categories, (row + 1) * categories, seen);
      }
    }
    return all;
  }

  /** Returns the same from a model without categories, by scoring each category as an event. */
  private double[] enumerated(Rows contexts, int categories) {
    int[] rows =
        IntStream.range(0, contexts.count() * categories).map(i -> i / categories).toArray();
    float[] places = new float[rows.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = i % categories;
    }
    return closedForm(contexts.select(rows)).joint(places);
  }

  /** Shifts log-probabilities so that the logarithm of their sum is {@code logSum}. */
  private static void normalize(double[] all, int from, int to, double logSum) {
    double shift = logSum - LogSum.of(Arrays.copyOfRange(all, from, to));
    for (int i = from; i < to; i++) {
      all[i] += shift;
    }
  }

  @Override
  public String toString() {
    return "Predictor[%s]".formatted(column().name());
  }
}
