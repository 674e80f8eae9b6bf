package io.github.tfflows.tables.prediction;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.reading.RowCodec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Predicts a column by draws of the rows: one that follows from other columns, or one in rows whose
 * values follow from missing ones.
 *
 * @param draws the number of draws of each row
 * @param seed equal seeds give equal draws
 */
record CellDraws(
    CompiledDistribution model,
    TableSchema schema,
    RowCodec codec,
    TableColumn column,
    int draws,
    long seed) {
  /**
   * Predicts a column that follows from others, by its values in draws of these; the scores, if
   * there are any, correct intervals.
   *
   * @param texts the texts of given numbers and times in each row, as {@link RowCodec#derived}
   *     reads them
   */
  Predictions of(Rows contexts, List<List<String>> texts, Optional<ConformalScores> scores) {
    return of(
        Blocks.draws(
            contexts.count(),
            draws,
            seed,
            (rows, ofRows) ->
                drawn(
                    contexts.select(rows),
                    IntStream.of(rows).mapToObj(texts::get).toList(),
                    ofRows)),
        scores);
  }

  /**
   * Predicts rows by the value that others determine, or by draws that agree with their values, as
   * in imputations. Rows of which none agrees have {@linkplain Predictions#problems problems}.
   *
   * @param events the rows, for a model of any cell
   * @param states the states of given and of absent cells
   * @param texts those of {@link TableSchema#written} in each row; empty for values to be drawn
   */
  Predictions agreeing(
      Rows events,
      RowLayout.States states,
      List<List<String>> texts,
      Optional<ConformalScores> scores) {
    AgreeingDraws agreeing = new AgreeingDraws(model, schema, codec, draws, seed);
    int place = schema.written().indexOf(column);
    IntFunction<double[]> drawn =
        row ->
            numbers(
                agreeing.of(
                    events.slice(row, row + 1),
                    (first, other) -> states.of(row, other),
                    texts.get(row)),
                place);
    return of(
        onAllProcessors(
            texts.size(), row -> determined(texts.get(row)).orElseGet(() -> drawn.apply(row))),
        scores);
  }

  /** Returns the numbers of each row. The first failure keeps its type and its message. */
  private static double[][] onAllProcessors(int rows, IntFunction<double[]> numbers) {
    double[][] all = new double[rows][];
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    IntStream.range(0, rows)
        .parallel()
        .filter(row -> failure.get() == null)
        .forEach(
            row -> {
              try {
                all[row] = numbers.apply(row);
              } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
              }
            });
    if (failure.get() != null) {
      throw failure.get();
    }
    return all;
  }

  private double[] numbers(AgreeingDraws.Found found, int place) {
    return found.cells().stream().mapToDouble(cells -> number(cells.get(place))).toArray();
  }

  /** The number that given texts determine, or none if these do not agree. */
  Optional<double[]> determined(List<String> texts) {
    try {
      return codec.determined(column.name(), texts).map(cell -> new double[] {number(cell)});
    } catch (IllegalArgumentException e) {
      return Optional.of(new double[0]);
    }
  }

  private Predictions of(double[][] all, Optional<ConformalScores> scores) {
    Drawn drawn = Drawn.ofPresent(all);
    return column.kind().isNamed()
        ? Predictions.of(column, drawn.shares(column.names().size()), drawn.missing(all), scores)
        : Predictions.of(column, drawn, drawn.missing(all), scores);
  }

  /** The numbers of the column in draws of each row; NaN where the value is missing. */
  private double[][] drawn(Rows contexts, List<List<String>> texts, long ofDraws) {
    int[] rows = IntStream.range(0, contexts.count() * draws).map(i -> i / draws).toArray();
    Rows each = contexts.select(rows);
    Rows x = model.given(each).sampleAndLogProb(rows.length, ofDraws).x();
    double[][] all = new double[contexts.count()][draws];
    for (int i = 0; i < rows.length; i++) {
      all[rows[i]][i % draws] = number(x, each, i, texts.get(rows[i]));
    }
    return all;
  }

  /** The number of the column, or the place of its name, in a row; NaN if the value is missing. */
  double number(Rows x, Rows contexts, int row, List<String> texts) {
    return number(codec.derived(column.name(), x, contexts, row, texts));
  }

  private double number(Object cell) {
    if (DerivedColumn.isMissing(cell)) {
      return Double.NaN;
    }
    return column.kind().isNamed()
        ? column.parse(cell.toString())
        : new ColumnScale(column).exact(cell);
  }
}
