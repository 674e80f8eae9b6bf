package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.model.AddedSignature;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.evaluation.Drift;
import io.github.tfflows.tables.evaluation.Evaluation;
import io.github.tfflows.tables.evaluation.Evidence;
import io.github.tfflows.tables.evaluation.Mean;
import io.github.tfflows.tables.evaluation.PredictionQuality;
import io.github.tfflows.tables.prediction.JointPredictor;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.reading.GivenRows;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.RowCodec;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.reading.RowKeys;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.reading.Unsuitable;
import io.github.tfflows.tables.serving.ReferenceScores;
import io.github.tfflows.tables.serving.TableSignature;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.tables.strangeness.Strangeness;
import io.github.tfflows.tables.synthetic.QualityScores;
import io.github.tfflows.tables.synthetic.TableSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A fitted model of a table: it scores, predicts, explains, imputes and draws rows.
 *
 * <p>It holds native memory until it is closed. Any number of threads may call it. Log-densities
 * and strangeness are in nats, densities per raw unit of numbers. Rows come from a {@link
 * TableSource}, or from maps from the names of columns to values. For chunks of large tables, a
 * {@link TableReader} converts rows to numbers first: an event of the modelled columns and a
 * context of the given ones.
 */
public final class TableModel implements AutoCloseable {
  private static final int MOST_EXPLAINED = 10_000;

  private final CompiledDistribution distribution;
  private final TableSchema schema;
  private final Optional<TableRecord> record;
  private final Optional<TableOrigin> origin;
  private final RowKeys keys;

  private TableModel(
      CompiledDistribution distribution,
      TableSchema schema,
      Optional<TableRecord> record,
      Optional<TableOrigin> origin) {
    this.distribution = distribution;
    this.schema = schema;
    this.record = record;
    this.origin = origin;
    this.keys = new RowKeys(schema, origin.map(of -> of.rows().names()).orElse(List.of()));
  }

  /** Loads a model as {@link #load(Path, Execution)} does, with the defaults of execution. */
  public static TableModel load(Path directory) throws IOException {
    return load(directory, Execution.defaults());
  }

  /**
   * Loads a model that was fitted to a table.
   *
   * @param directory the exported model
   * @param execution the device, threads and precision to run it with
   * @return the model, to be closed
   * @throws IOException if it cannot be read, or its description of columns is damaged
   * @throws IllegalArgumentException if it has no description of columns
   */
  public static TableModel load(Path directory, Execution execution) throws IOException {
    CompiledDistribution distribution = CompiledDistribution.load(directory, execution);
    try {
      return of(distribution, TableSchema.of(distribution.description()));
    } catch (RuntimeException e) {
      distribution.close();
      if (TableSchema.isIn(distribution.description())) { // of numbers, dates and kinds
        throw new IOException(
            "%s holds a damaged description of its columns: %s"
                .formatted(directory.resolve("saved_model.pb"), e.getMessage()),
            e);
      }
      throw new IllegalArgumentException(directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * Combines a model and its columns.
   *
   * @param distribution the model, which is closed with this one
   * @return the model, with the reference scores of the description, if any
   * @throws IllegalArgumentException if the description is damaged
   */
  public static TableModel of(CompiledDistribution distribution, TableSchema schema) {
    ModelDescription description = distribution.description();
    return new TableModel(
        distribution, schema, TableRecord.in(description, schema), TableOrigin.in(description));
  }

  /**
   * A model with rows that it did not learn from. Several parts are the reference of an ensemble
   * whose members hold out different rows.
   *
   * @param model the model, or one of its members
   * @param rows rows like those of the fit. Those of p-values and intervals count by their weights,
   *     those of drift equally
   * @param strangeness the strangeness, fitted without these rows, too; empty for the negative
   *     log-density
   */
  public record Part(CompiledDistribution model, Data rows, Optional<Strangeness> strangeness) {}

  /**
   * Combines a model, its columns and reference scores of rows, so that it can score new ones.
   *
   * @param distribution the model, which is closed with this one
   * @param rows rows like those of the fit, preferably held out of it; at least one
   * @param origin the choices of the fit
   * @throws IllegalArgumentException if there is no row
   */
  public static TableModel measured(
      CompiledDistribution distribution, TableSchema schema, Data rows, TableOrigin origin) {
    Part all = new Part(distribution, rows, Optional.empty());
    return measured(distribution, schema, List.of(all), origin);
  }

  /**
   * Combines an ensemble, its columns, and reference scores of rows that differ from member to
   * member.
   *
   * @param distribution the model, which is closed with this one
   * @param parts the rows of the members, at least one row; all have a strangeness, or none
   * @param origin the choices of the fit
   * @throws IllegalArgumentException if there is no row
   */
  public static TableModel measured(
      CompiledDistribution distribution, TableSchema schema, List<Part> parts, TableOrigin origin) {
    List<Strangeness> each = parts.stream().flatMap(part -> part.strangeness.stream()).toList();
    TableRecord record =
        TableRecord.of(
            schema,
            parts.stream().map(part -> measures(part, schema, parts.size())).toList(),
            each.isEmpty() ? Optional.empty() : Optional.of(Strangeness.mixed(each)));
    return new TableModel(distribution, schema, Optional.of(record), Optional.of(origin));
  }

  private static TableRecord.Measures measures(Part part, TableSchema schema, int parts) {
    TableModel model = of(part.model, schema);
    Data ordinary = part.rows.unweighted();
    Data rows = schema.asNew(ordinary);
    int some = Math.min(MOST_EXPLAINED / parts, rows.count());
    float[] strangeness = model.strangeness(part.strangeness, schema.asNew(part.rows));
    return new TableRecord.Measures(
        TableRecord.negated(
            part.rows.isWeighted() ? model.strangeness(part.strangeness, rows) : strangeness),
        model.cells(part.strangeness, ordinary.slice(0, some)),
        Stream.of(
                Predictor.measured(part.model, schema, rows),
                JointPredictor.measured(part.model, schema, rows))
            .flatMapToDouble(DoubleStream::of)
            .toArray(),
        strangeness,
        TableProfile.values(schema, part.rows),
        part.rows.groups().values());
  }

  /** Returns the model on plain numbers. */
  public CompiledDistribution distribution() {
    return distribution;
  }

  /** Returns the columns, modelled and given. */
  public TableSchema schema() {
    return schema;
  }

  /** Returns the choices of the fit, if known. */
  public Optional<TableOrigin> origin() {
    return origin;
  }

  // Scores

  /**
   * Scores a row.
   *
   * @param row the row, as {@link #score(List)} expects it
   * @throws IllegalArgumentException if the model has no reference scores
   */
  public RowScore score(Map<String, ?> row) {
    return score(List.of(row)).get(0);
  }

  /**
   * Scores rows. Rows that do not suit the columns have the least p-value.
   *
   * @param rows numbers, strings, or objects with a text, by column; an absent key, null or NaN is
   *     a missing value. Keys that are not columns of the model are ignored. But if such a key
   *     resembles a column that the row lacks, it is taken for a typing error, and the row is
   *     unsuitable; give null for that column if its value is missing. A row without any column of
   *     the model is unsuitable, too
   * @throws IllegalArgumentException if the model has no reference scores
   */
  public List<RowScore> score(List<? extends Map<String, ?>> rows) {
    List<RowScore> scores = new ArrayList<>(inMemory(rows, this::score));
    for (int i = 0; i < scores.size(); i++) {
      Optional<String> mistyped = keys.problem(rows.get(i).keySet());
      if (mistyped.isPresent()) {
        scores.set(i, RowScore.unsuitable(reference(), mistyped.get()));
      }
    }
    return scores;
  }

  /**
   * Scores the rows of a table. Rows that do not suit the columns have the least p-value.
   *
   * @throws IllegalArgumentException if a column is missing, or the model has no reference scores
   */
  public List<RowScore> score(TableSource rows) throws IOException {
    Reading reading = Reading.of(Missing.MODEL).reporting();
    return ofChunks(TableReader.open(rows, schema, reading), this::score);
  }

  private static <T> List<T> ofChunks(TableReader rows, Function<TableChunk, List<T>> function)
      throws IOException {
    List<T> all = new ArrayList<>();
    try (rows) {
      for (Optional<TableChunk> chunk = rows.next(); chunk.isPresent(); chunk = rows.next()) {
        all.addAll(function.apply(chunk.get()));
      }
    }
    return all;
  }

  private interface OfTable<T> {
    List<T> of(TableSource rows) throws IOException;
  }

  private static <T> List<T> inMemory(List<? extends Map<String, ?>> rows, OfTable<T> function) {
    try {
      return function.of(TableSources.ofMaps("the table", rows));
    } catch (IOException e) {
      throw new UncheckedIOException("a row in memory cannot be read", e);
    }
  }

  /** Returns the only result of a row in memory, whose keys must suit the model. */
  private <T> T inMemory(Map<String, ?> row, OfTable<T> function) {
    keys.problem(row.keySet())
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    return inMemory(List.of(row), function).get(0);
  }

  /**
   * Scores the rows of a chunk. Rows that do not suit the columns have the least p-value.
   *
   * @param chunk rows of a {@link TableReader}
   * @throws IllegalArgumentException if the model has no reference scores
   */
  public List<RowScore> score(TableChunk chunk) {
    ReferenceScores reference = reference();
    float[] logProb = logProb(chunk.data());
    chunk.problems().keySet().forEach(row -> logProb[row] = Float.NEGATIVE_INFINITY);
    float[] strangeness = strangeness(chunk);
    Map<Integer, List<String>> unseen = schema.unseen(chunk.data());
    return IntStream.range(0, logProb.length)
        .mapToObj(
            i ->
                new RowScore(
                    logProb[i],
                    strangeness[i],
                    reference.pValue(
                        chunk.problems().containsKey(i)
                            ? Double.NEGATIVE_INFINITY
                            : -strangeness[i]),
                    Optional.ofNullable(chunk.problems().get(i)),
                    unseen.getOrDefault(i, List.of())))
        .toList();
  }

  /**
   * Returns the log-density of rows: the logarithm of the probability of names and missing values,
   * and of the density of numbers. For whole numbers it is the density at the centre of a cell of
   * width one, about the probability.
   *
   * @param data rows as {@link TableReader} reads them
   * @return one number for each row, in nats, per raw unit of numbers
   */
  public float[] logProb(Data data) {
    Data rows = schema.whole(data);
    return distribution.given(rows.context()).logProb(rows.x());
  }

  /**
   * Returns the {@link Strangeness} of rows.
   *
   * @param data rows as {@link TableReader} reads them
   * @return one number for each row, in nats; the negative log-density if the model has no kernels
   */
  public float[] strangeness(Data data) {
    return strangeness(kernels(), data);
  }

  private float[] strangeness(Optional<Strangeness> kernels, Data data) {
    return kernels.map(all -> all.of(data)).orElseGet(() -> TableRecord.negated(logProb(data)));
  }

  /**
   * Returns the strangeness of the rows of a chunk.
   *
   * @param chunk rows of a {@link TableReader}
   * @return one number for each row, in nats. A row that does not suit the columns is at least as
   *     strange as one row among all rows of the fit. If the model has no kernels, its strangeness
   *     is infinite
   */
  public float[] strangeness(TableChunk chunk) {
    if (kernels().isPresent()) {
      return kernels().get().of(chunk);
    }
    float[] strangeness = TableRecord.negated(logProb(chunk.data()));
    chunk.problems().keySet().forEach(row -> strangeness[row] = Float.POSITIVE_INFINITY);
    return strangeness;
  }

  private Optional<Strangeness> kernels() {
    return record.flatMap(TableRecord::strangeness);
  }

  /**
   * Returns the reference scores: the negative strangeness of rows held out of the fit.
   *
   * @throws IllegalArgumentException if the model has none
   */
  public ReferenceScores reference() {
    return recorded().scores();
  }

  private TableRecord recorded() {
    return record.orElseThrow(
        () ->
            new IllegalArgumentException(
                "the model has no reference scores; expected one from TableFit or fit"));
  }

  // Predictions

  /**
   * Returns the predictions of a column given others of the row:
   *
   * <pre>{@code
   * Prediction price = model.predict("price").given(Map.of("carat", 0.3, "cut", "Ideal"));
   * price.quantile(0.05);
   * }</pre>
   *
   * @param column the name of a modelled column, or of one that follows from modelled ones, which
   *     is predicted by draws of these
   * @throws IllegalArgumentException if there is no such column, its values are on a circle, or the
   *     model is a joint density without given cells
   */
  public Predictor predict(String column) {
    return Predictor.of(distribution, schema, column, record.flatMap(TableRecord::conformal));
  }

  /**
   * Returns the joint predictions of several columns given others of the row:
   *
   * <pre>{@code
   * JointPredictions both = model.predict("price", "speed").given(Map.of("weight", 3));
   * both.contains(0, Map.of("price", 20, "speed", 7), 0.9); // of row 0, the only one
   * }</pre>
   *
   * @param column the name of a modelled column
   * @param other the name of another one
   * @param more the names of further ones
   * @throws IllegalArgumentException if there is no such column, or the model is a joint density of
   *     more columns without given cells
   */
  public JointPredictor predict(String column, String other, String... more) {
    List<String> names = Stream.concat(Stream.of(column, other), Stream.of(more)).toList();
    return JointPredictor.of(distribution, schema, names, record.flatMap(TableRecord::conformal));
  }

  // Draws

  /** Draws rows as {@link #draw(Map, int, long)} does, without given values. */
  public List<Map<String, Object>> draw(int count, long seed) {
    return draw(Map.of(), count, seed);
  }

  /**
   * Draws rows. Those with keys that the fit required to be unique are drawn again until their keys
   * differ.
   *
   * @param given values of columns that are given, in each row
   * @param count the number of draws, zero or more
   * @param seed equal seeds give equal draws
   * @return for each row the value of each column, as {@link RowCodec#completed} returns it
   * @throws IllegalArgumentException if the count is negative, the model cannot be given these
   *     columns, it lacks the value of one that must be, a value does not suit its column, or too
   *     many draws in a row have repeated keys
   */
  public List<Map<String, Object>> draw(Map<String, ?> given, int count, long seed) {
    Require.atLeast("count", count, 0);
    return draws().next(GivenRows.of(schema, given, count), seed).stream()
        .map(cells -> byColumn(cells, given))
        .toList();
  }

  /** Returns cells by the columns of the table, with those values that are given. */
  private Map<String, Object> byColumn(List<Object> cells, Map<String, ?> given) {
    List<TableColumn> columns = schema.written();
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      row.put(columns.get(i).name(), cells.get(i));
    }
    given.forEach(
        (name, value) -> row.computeIfPresent(name, (same, cell) -> value == null ? cell : value));
    return row;
  }

  /**
   * Draws rows of an unconditional density.
   *
   * @param count the number of draws, zero or more
   * @param seed equal seeds give equal draws
   * @return the draws as events, with their log-densities
   * @throws IllegalArgumentException if the count is negative, or the model is conditional
   */
  public Draws sample(int count, long seed) {
    if (schema.conditioning() == Conditioning.ANY) {
      return conditional().sample(count, seed);
    }
    return distribution.sampleAndLogProb(count, seed);
  }

  /**
   * Draws a row for each condition.
   *
   * @param context the conditions, as {@link RowCodec#contexts} or {@link TableReader} returns them
   * @param seed equal seeds give equal draws
   * @return the draws as events, with their log-densities
   * @throws IllegalArgumentException if the model is not conditional
   */
  public Draws sample(Rows context, long seed) {
    return distribution.given(context).sampleAndLogProb(context.count(), seed);
  }

  /** Begins draws of rows, whose keys are distinct among all that it draws. */
  public RowDraws draws() {
    return new RowDraws(distribution, schema, origin.map(TableOrigin::keys).orElse(List.of()));
  }

  // Any cell given

  /**
   * Draws values in place of missing ones, from their joint distribution given the present values
   * of the row, which do not change. Any value can be missing, even in columns without missing
   * values in the fit.
   *
   * <p>Values count as missing at random: a missing cell says nothing about the others of its row.
   * A first draw decides which of the missing cells would have been recorded, and with which
   * values. The remaining cells are then drawn one after another given all values so far, beginning
   * with the columns that have the fewest missing values.
   *
   * @param x events as {@link TableReader#ofGaps} reads them; a value is missing if it is NaN, or
   *     its bit is zero
   * @param seed equal seeds give equal draws
   * @return the events, without missing values
   * @throws IllegalArgumentException if the model was not fitted with {@link TableFit#givenAny}
   */
  public Rows impute(Rows x, long seed) {
    return conditional().impute(x, seed);
  }

  /**
   * Returns a row with draws in place of missing values, as {@link #impute} draws them.
   *
   * @param row the row, as {@link #score(List)} expects it, without keys that are not columns
   * @param seed equal seeds give equal draws
   * @return the values given, and draws, by the columns of the table
   * @throws IllegalArgumentException if the row does not suit the columns, or the model was not
   *     fitted with {@link TableFit#givenAny}
   */
  public Map<String, Object> imputed(Map<String, ?> row, long seed) {
    RowKeys.requireColumns(schema, row.keySet());
    return inMemory(
        row,
        rows -> {
          TableReader reader = TableReader.ofGaps(rows, schema, Reading.of(Missing.MODEL));
          return ofChunks(reader, chunk -> List.of(imputed(chunk, row, seed)));
        });
  }

  private Map<String, Object> imputed(TableChunk chunk, Map<String, ?> row, long seed) {
    Map<String, Object> present = new LinkedHashMap<>(row);
    List<TableColumn> columns = schema.written();
    for (int i = 0; i < columns.size(); i++) {
      if (chunk.kept().get(0).get(i).isEmpty()) {
        present.remove(columns.get(i).name());
      }
    }
    return byColumn(imputed(chunk, seed).get(0), present);
  }

  /**
   * Returns rows with draws in place of missing values, as {@link #impute} draws them. Present
   * cells keep the text of the table.
   *
   * @param chunk rows of {@link TableReader#ofGaps}
   * @param seed equal seeds give equal draws
   * @return a value for each of {@link TableSchema#written}: its text or, if that is missing, a
   *     draw as {@link RowCodec#decoded} returns it, or the value that follows from others
   * @throws IllegalArgumentException if another reader read the chunk, the model was not fitted
   *     with {@link TableFit#givenAny}, or no draw beside the present cells of a row meets the
   *     requirements of the fit
   */
  public List<List<Object>> imputed(TableChunk chunk, long seed) {
    return draws().imputed(chunk, seed, Unsuitable.REFUSE).rows();
  }

  /**
   * Returns the density of the other columns given these columns.
   *
   * @param columns the names of the given columns; none, for whole rows
   * @throws IllegalArgumentException if one is unknown, if all are given, or if the model was not
   *     fitted with {@link TableFit#givenAny}
   */
  public TableConditional given(Set<String> columns) {
    return TableConditional.of(distribution, schema, columns);
  }

  private TableConditional conditional() {
    return given(Set.of());
  }

  // Explanations

  /**
   * Returns the contribution of each cell of a row, as {@link #explained(TableSource)} does.
   *
   * @param row the row, as {@link #score(List)} expects it
   */
  public RowExplanation explained(Map<String, ?> row) {
    return inMemory(row, this::explained);
  }

  /**
   * Returns the contribution of each cell to the log-density of its row, relative to ordinary rows.
   *
   * @return an explanation for each row
   * @throws IllegalArgumentException if a row does not suit the columns, or the model cannot
   *     explain rows
   */
  public List<RowExplanation> explained(TableSource rows) throws IOException {
    return ofChunks(TableReader.open(rows, schema, Reading.of(Missing.MODEL)), this::explained);
  }

  /**
   * Returns the contribution of each cell to the log-density of its row, relative to ordinary rows.
   *
   * @param chunk rows of a {@link TableReader}
   * @return an explanation for each row; meaningless for a row that does not suit the columns
   * @throws IllegalArgumentException if the model cannot explain rows
   */
  public List<RowExplanation> explained(TableChunk chunk) {
    List<String> names = schema.modelled().stream().map(TableColumn::name).toList();
    List<float[]> cells = cells(chunk.data());
    if (cells.isEmpty()) {
      throw new IllegalArgumentException(
          "the model cannot explain rows; expected one from TableFit or fit");
    }
    List<Double> typical = typical();
    return IntStream.range(0, chunk.data().count())
        .mapToObj(
            row ->
                new RowExplanation(
                    names,
                    IntStream.range(0, names.size())
                        .mapToObj(cell -> (float) (cells.get(cell)[row] - typical.get(cell)))
                        .toList()))
        .toList();
  }

  /**
   * Returns the medians that explanations are relative to: over held-out rows, the medians of
   * {@link #explain} or of negative {@link #shares}.
   *
   * @return one number for each modelled column; empty if the model cannot explain rows
   * @throws IllegalArgumentException if the model has no reference scores
   */
  public List<Double> typical() {
    return recorded().typical();
  }

  /**
   * Returns the log-density of each cell of rows, given all other cells of its row. For a missing
   * value it is the log-probability that it is missing. Compare it with {@link #typical()}.
   *
   * @param x events as {@link TableReader} reads them
   * @return for each modelled column one number for each row, in nats, per raw unit of numbers
   * @throws IllegalArgumentException if the model was not fitted with {@link TableFit#givenAny}
   */
  public List<float[]> explain(Rows x) {
    return conditional().explain(x);
  }

  /**
   * Returns the parts of the cells in the strangeness of their rows, which is the sum of the parts
   * (see {@link Strangeness#shares}).
   *
   * @param rows rows as {@link TableReader} reads them
   * @return for each modelled column one number for each row, in nats; empty if the model has no
   *     kernels
   */
  public List<float[]> shares(Data rows) {
    return shares(kernels(), rows);
  }

  private static List<float[]> shares(Optional<Strangeness> kernels, Data rows) {
    return kernels.map(all -> all.shares(rows)).orElse(List.of());
  }

  /**
   * Returns the contribution of each cell to the log-density of its row: {@link #explain} if any
   * cell can be given, otherwise the negative of its part in the row's strangeness.
   *
   * @return for each modelled column one number for each row; empty if the model has neither
   */
  List<float[]> cells(Data rows) {
    return cells(kernels(), rows);
  }

  private List<float[]> cells(Optional<Strangeness> kernels, Data rows) {
    return schema.conditioning() == Conditioning.ANY
        ? explain(rows.x())
        : shares(kernels, rows).stream().map(TableRecord::negated).toList();
  }

  // Evaluation and drift

  /**
   * Evaluates the model on new rows, with 10,000 draws.
   *
   * @throws IllegalArgumentException if a row does not suit the columns, there are fewer than four,
   *     or the table has the column of weights of the fit
   * @throws IllegalStateException if fewer than four draws of the model are finite
   */
  public Evaluation evaluate(TableSource rows) throws IOException {
    origin.ifPresent(of -> of.requireUnweighted(rows));
    return evaluate(TableReader.readAll(rows, schema, Missing.MODEL), 10_000, 1);
  }

  /**
   * Evaluates the model on new rows.
   *
   * @param rows rows as {@link TableReader} reads them
   * @param draws the largest number of draws for comparison, at least four
   * @param seed the seed of draws, and of noise for numbers with a step
   * @throws IllegalArgumentException if there are fewer than four rows or draws
   * @throws IllegalStateException if fewer than four draws of the model are finite
   */
  public Evaluation evaluate(Data rows, int draws, long seed) {
    Data noisy = schema.whole(rows.dequantized(schema.spacing(), seed));
    Evidence evidence = Evidence.collect(distribution, noisy, draws, seed);
    Evaluation evaluation = Evaluation.of(evidence, Mean.of(logProb(rows)));
    return Predictor.onlyColumn(schema)
        .flatMap(column -> PredictionQuality.of(predict(column.name()), rows, seed))
        .map(evaluation::with)
        .orElse(evaluation);
  }

  /**
   * Compares draws of the model with rows: one draw for each row, given its conditions in a
   * conditional model.
   *
   * @param seed equal seeds give equal draws
   * @throws IllegalArgumentException if there are no rows, or one does not suit the columns
   */
  public QualityScores drawQuality(TableSource rows, long seed) throws IOException {
    Data real = TableReader.readAll(rows, schema, Missing.MODEL);
    if (real.count() == 0) {
      throw new IllegalArgumentException(
          rows.name() + " has no rows, expected some to compare draws with");
    }
    Draws draws =
        schema.given().isEmpty() ? sample(real.count(), seed) : sample(real.context(), seed);
    return QualityScores.of(
        TableSample.of(schema, real.x(), real.context()),
        TableSample.ofDraws(schema, draws.x(), real.context()));
  }

  /**
   * Returns whether the model has a profile of the values of its rows, which {@link #drift} needs.
   */
  public boolean hasProfile() {
    return record.flatMap(TableRecord::profile).isPresent();
  }

  /** Returns the column by which the fit held out whole groups, if a table has it. */
  public RowColumns groupsOf(TableSource table) {
    return origin.map(TableOrigin::rows).orElse(RowColumns.NONE).groupsOf(table);
  }

  /**
   * Tests new rows, each of its own group, as {@link #drift(TableChunk, RowColumns)} does.
   *
   * @param chunk rows of a {@link TableReader}; a powerful test needs a few hundred
   * @throws IllegalArgumentException if the model has no profile of its rows
   */
  public Drift drift(TableChunk chunk) {
    return drift(chunk, RowColumns.NONE);
  }

  /**
   * Tests new rows for drift, against the rows held out of the fit: each column, and the
   * strangeness, which detects changed dependence. Cells that do not suit their columns count as
   * missing. If the fit held out whole groups, the tests allow for the resemblance of rows within a
   * group.
   *
   * @param chunk rows of a {@link TableReader}; a powerful test needs a few hundred
   * @param columns the columns that the reader {@linkplain RowColumns#keptBy keeps}, such as {@link
   *     #groupsOf}
   * @throws IllegalArgumentException if the model has no profile of its rows, or there are groups,
   *     and the profile has none
   */
  public Drift drift(TableChunk chunk, RowColumns columns) {
    TableProfile profile =
        recorded()
            .profile()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the model has no profile of the values of its rows; fit it again"));
    return profile.drift(
        schema,
        strangeness(chunk),
        TableProfile.values(schema, chunk.withoutFillers()),
        columns.data(chunk).groups().values());
  }

  // Export

  /**
   * Writes the model as a SavedModel for {@link #load} and TensorFlow runtimes, with the signatures
   * by columns (see {@link TableSignature}).
   *
   * @param directory a new directory
   * @throws IOException if it cannot be written; no files remain then
   * @throws IllegalArgumentException if the model has no reference scores
   */
  public void export(Path directory) throws IOException {
    export(directory, ExportOptions.defaults());
  }

  /**
   * Writes the model as {@link #export(Path)} does.
   *
   * @param directory the directory to write
   * @param options further choices
   * @throws IOException if it cannot be written; an existing model then remains
   * @throws IllegalArgumentException if the model has no reference scores
   */
  public void export(Path directory, ExportOptions options) throws IOException {
    distribution.export(directory, describing(options));
  }

  /**
   * Adds the description of the columns, the fit and the reference scores to options of an export,
   * and the signatures by columns (see {@link TableSignature}).
   *
   * @throws IllegalArgumentException if the model has no reference scores
   */
  public ExportOptions describing(ExportOptions options) {
    Map<String, String> entries = new LinkedHashMap<>(recorded().entries());
    origin.ifPresent(one -> entries.putAll(one.entries()));
    entries.putAll(schema.entries());
    ExportOptions described = options.describing(entries);
    return recorded()
        .conformal()
        .map(scores -> scores.addedTo(described))
        .orElse(described)
        .withSignatures(signatures());
  }

  /**
   * Returns the signatures by columns (see {@link TableSignature}), to export a loaded model.
   *
   * @throws IllegalArgumentException if the model has no reference scores
   */
  public List<AddedSignature> signatures() {
    return TableSignature.of(
        new TableSignature.Table(
            schema,
            reference(),
            recorded().conformal(),
            recorded().strangeness(),
            distribution.signatures()));
  }

  @Override
  public void close() {
    distribution.close();
  }
}
