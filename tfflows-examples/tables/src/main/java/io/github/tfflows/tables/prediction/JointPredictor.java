package io.github.tfflows.tables.prediction;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.density.State;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Predicts several columns of a table together: their joint distribution in a row, given other
 * values of the row. A model predicts all its modelled columns given its other columns. A model of
 * any cell predicts any columns given any others.
 *
 * <p>An instance is immutable, and safe for use by several threads.
 */
public final class JointPredictor {
  private static final int DRAWS = 1_000;

  /** The number of held-out rows by which a fit corrects regions. */
  private static final int MEASURED = 1_000;

  private static final int DRAWS_OF_MEASURED = 100;

  private final CompiledDistribution model;
  private final TableSchema schema;
  private final Set<Integer> targets;
  private final Optional<ConformalScores> scores;
  private final int draws;
  private final long seed;

  private JointPredictor(
      CompiledDistribution model,
      TableSchema schema,
      Set<Integer> targets,
      Optional<ConformalScores> scores,
      int draws,
      long seed) {
    this.model = model;
    this.schema = schema;
    this.targets = targets;
    this.scores = scores;
    this.draws = draws;
    this.seed = seed;
  }

  /**
   * Returns the predictions of columns.
   *
   * @param names the names of modelled columns; all of them, unless any cell can be given
   * @param scores the scores that correct regions, if there are any
   * @throws IllegalArgumentException if there is no such column, one is named twice, or the model
   *     also has modelled columns that are neither targets nor can be given
   */
  public static JointPredictor of(
      CompiledDistribution model,
      TableSchema schema,
      List<String> names,
      Optional<ConformalScores> scores) {
    Set<Integer> targets =
        names.stream().map(schema::place).collect(Collectors.toCollection(TreeSet::new));
    if (schema.conditioning() == Conditioning.NONE && targets.size() < schema.modelled().size()) {
      throw new IllegalArgumentException(
          "the model is the joint density of %s; expected all of them as targets, got %s"
              .formatted(
                  Excerpt.of(schema.modelled().stream().map(TableColumn::name).toList()),
                  Excerpt.of(names)));
    }
    if (targets.size() < names.size()) {
      throw new IllegalArgumentException("expected each target once, got " + Excerpt.of(names));
    }
    return new JointPredictor(model, schema, targets, scores, DRAWS, 0);
  }

  /**
   * Returns whether regions of a level have bounds: they are not corrected, or enough rows were
   * held out to correct them.
   */
  public boolean hasBounds(double level) {
    return scores.isEmpty() || Double.isFinite(scores.get().at(level));
  }

  /**
   * Returns the {@linkplain ConformalScores scores} of at most 1,000 held-out rows, by 100 draws
   * each, under a model of several columns given others.
   *
   * @param rows rows that the model did not learn from
   * @return a score for each row; empty for any other model
   */
  public static double[] measured(CompiledDistribution model, TableSchema schema, Data rows) {
    boolean isJoint = schema.modelled().size() > 1 && !schema.given().isEmpty();
    if (!isJoint || schema.conditioning() != Conditioning.NONE) {
      return new double[0];
    }
    List<String> names = schema.modelled().stream().map(TableColumn::name).toList();
    Data some = rows.slice(0, Math.min(MEASURED, rows.count()));
    return of(model, schema, names, Optional.empty())
        .withDraws(DRAWS_OF_MEASURED, 1)
        .given(some)
        .denserShares(some);
  }

  /** Returns these predictions without the correction of regions by held-out rows. */
  public JointPredictor uncorrected() {
    return new JointPredictor(model, schema, targets, Optional.empty(), draws, seed);
  }

  /**
   * Returns these predictions with other draws.
   *
   * @param count the number of draws for each row
   * @param ofDraws equal seeds give equal draws
   * @throws IllegalArgumentException if there are none
   */
  public JointPredictor withDraws(int count, long ofDraws) {
    Require.atLeast("count", count, 1);
    return new JointPredictor(model, schema, targets, scores, count, ofDraws);
  }

  /** Returns the columns, in the order of the model. */
  public List<TableColumn> columns() {
    return targets.stream().map(schema.modelled()::get).toList();
  }

  /**
   * Predicts the values of one row given others by the names of their columns, as for {@link
   * Predictor#given(Map)}.
   *
   * @throws IllegalArgumentException if a name is unknown or names a target, a value does not suit
   *     its column, the model lacks a value that it needs, or no draw of the targets agrees with
   *     the values that follow from them
   */
  public JointPredictions given(Map<String, ?> values) {
    RowKeys.requireColumns(schema, values.keySet());
    boolean isAny = schema.conditioning() == Conditioning.ANY;
    for (String target : names()) {
      Set<String> implying = isAny ? new TreeSet<>() : schema.following(target);
      implying.add(target);
      if (!Collections.disjoint(implying, values.keySet())) {
        throw new IllegalArgumentException(
            "the given values include or imply the value of \"%s\", which is predicted: %s"
                .formatted(Excerpt.of(target), Excerpt.of(List.copyOf(values.keySet()))));
      }
    }
    TableSource row = TableSources.ofMaps("the values", List.of(values));
    try (TableReader reader = open(row, Reading.whole(1))) {
      JointPredictions one = given(reader.only(), givenBy(row));
      one.problems()
          .forEach(
              (first, problem) -> {
                throw new IllegalArgumentException(problem);
              });
      return one;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens a table of rows to predict. Values of the targets are read if the table has all of them.
   * For a model of any cell, the table may lack other columns.
   *
   * @param reading the treatment of its rows
   * @return a reader before the first row, for {@link #given(Data, Set)}
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a column that is given is missing
   */
  public TableReader open(TableSource source, Reading reading) throws IOException {
    if (schema.conditioning() == Conditioning.NONE) {
      return areIn(source)
          ? TableReader.open(source, schema, reading)
          : TableReader.ofConditions(source, schema, reading);
    }
    Set<String> left = areIn(source) ? Set.of() : names();
    return TableReader.ofCells(source, schema, reading, left);
  }

  private Set<String> names() {
    return columns().stream().map(TableColumn::name).collect(Collectors.toUnmodifiableSet());
  }

  /** Returns whether a table has the columns of all targets. */
  public boolean areIn(TableSource source) {
    return source.columns().containsAll(names());
  }

  /**
   * Returns the columns other than targets that a table has, or implies, for a model of any cell.
   */
  public Set<String> givenBy(TableSource source) {
    return TableReader.givenBy(source, schema, names());
  }

  /**
   * Predicts the values of rows given all other columns.
   *
   * @param rows rows as {@code TableReader} reads them; the targets may hold any values
   */
  public JointPredictions given(Data rows) {
    return given(
        rows,
        Set.copyOf(
            schema.modelled().stream()
                .map(TableColumn::name)
                .filter(name -> !names().contains(name))
                .toList()));
  }

  /**
   * Predicts the values of rows given some columns.
   *
   * @param rows rows as {@code TableReader} reads them
   * @param columns the names of the given columns, for a model of any cell
   */
  public JointPredictions given(Data rows, Set<String> columns) {
    if (schema.conditioning() == Conditioning.ANY) {
      List<Integer> given = columns.stream().map(schema::place).toList();
      return predictions(rows.x(), states(rows.x(), given), Map.of());
    }
    int size = schema.layout().size();
    Rows events =
        rows.x().size() == size ? rows.x() : Rows.of(new float[rows.count() * size], size);
    return predictions(events, rows.context(), Map.of());
  }

  private Rows states(Rows events, List<Integer> given) {
    return AnyCell.states(schema, events, targets, State.MODELLED, given);
  }

  /**
   * Predicts the values of rows given some columns, as {@link #given(Data, Set)} does. A model of
   * any cell also uses values that follow from targets, such as the sum of two of them: all draws
   * agree with them, and log-densities are conditional on them.
   *
   * @param chunk a chunk of {@link #open}
   * @param columns the names of the given columns, for a model of any cell; others ignore them
   */
  public JointPredictions given(TableChunk chunk, Set<String> columns) {
    List<String> written = schema.written().stream().map(TableColumn::name).toList();
    List<Integer> places =
        names().stream()
            .flatMap(name -> schema.following(name).stream())
            .map(written::indexOf)
            .filter(place -> place >= 0)
            .toList();
    if (schema.conditioning() != Conditioning.ANY || places.isEmpty()) {
      return given(chunk.data(), columns);
    }
    List<List<String>> texts = chunk.texts(schema, columns, names());
    AgreeingDraws agreeing = new AgreeingDraws(model, schema, new RowCodec(schema), draws, seed);
    Set<Integer> given = columns.stream().map(schema::place).collect(Collectors.toSet());
    Rows events = chunk.data().x();
    Rows contexts = states(events, List.copyOf(given));
    Map<Integer, AgreeingDraws.Agreement> agreements = new TreeMap<>();
    for (int row = 0; row < texts.size(); row++) {
      List<String> own = texts.get(row);
      if (places.stream().anyMatch(place -> !Numbers.isMissing(own.get(place)))) {
        AgreeingDraws.Agreement one =
            agreeing.agreement(events.slice(row, row + 1), targets, given, own);
        agreements.put(row, one);
        int size = contexts.size();
        System.arraycopy(one.context().values(), 0, contexts.values(), row * size, size);
      }
    }
    return predictions(events, contexts, agreements);
  }

  private JointPredictions predictions(
      Rows events, Rows contexts, Map<Integer, AgreeingDraws.Agreement> agreements) {
    return JointPredictions.drawn(
        new JointPredictions.Cells(model, schema, targets, events, contexts, agreements),
        scores,
        draws,
        seed);
  }

  @Override
  public String toString() {
    return "JointPredictor%s".formatted(columns().stream().map(TableColumn::name).toList());
  }
}
