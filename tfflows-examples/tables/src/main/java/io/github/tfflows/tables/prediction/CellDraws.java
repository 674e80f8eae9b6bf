package io.github.tfflows.tables.prediction;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Density;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.reading.RowCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Predicts a column by draws of the rows: one that follows from other columns, or one in rows whose
 * values follow from missing ones.
 *
 * @param draws the number of draws of each row
 * @param seed equal seeds give equal draws
 */
record CellDraws(
    CompiledDistribution model, RowCodec codec, TableColumn column, int draws, long seed) {
  /** The most draws of rows that are in memory at a time. */
  private static final int MOST_DRAWS = 1 << 17;

  /** The draws after which a row has no prediction if none of them agrees with it. */
  private static final int MOST_IN_VAIN = 10_000;

  /**
   * Predicts a column that follows from others, by its values in draws of these; the scores, if
   * there are any, correct intervals.
   */
  Predictions of(Rows contexts, Optional<ConformalScores> scores) {
    double[][] all = new double[contexts.count()][];
    int rows = Math.max(1, MOST_DRAWS / draws);
    for (int from = 0; from < all.length; from += rows) {
      int[] block = IntStream.range(from, Math.min(all.length, from + rows)).toArray();
      double[] drawn = drawn(select(contexts, block), seed + from);
      for (int i = 0; i < block.length; i++) {
        all[from + i] = Arrays.copyOfRange(drawn, i * draws, (i + 1) * draws);
      }
    }
    return of(all, scores);
  }

  /**
   * Predicts rows by those draws that agree with their values, as in imputations. Rows of which
   * none agrees have {@linkplain Predictions#problems problems}.
   *
   * @param contexts the context of each row, for a model of any cell
   * @param texts those of {@link TableSchema#written} in each row; empty for values to be drawn
   */
  Predictions agreeing(Rows contexts, List<List<String>> texts, Optional<ConformalScores> scores) {
    double[][] all = new double[texts.size()][];
    for (int row = 0; row < all.length; row++) {
      all[row] = agreeing(contexts.slice(row, row + 1), texts.get(row));
    }
    return of(all, scores);
  }

  /** The numbers of the column in draws that agree with the texts. */
  private double[] agreeing(Rows context, List<String> texts) {
    Rows contexts = context.select(new int[draws]);
    Function<List<Object>, Optional<Object>> completed = codec.completed(column.name(), texts);
    double[] drawn = new double[draws];
    int count = 0;
    for (int round = 0; isOpen(round, count); round++) {
      Rows x = model.given(contexts).sampleAndLogProb(draws, seed + round).x();
      for (int i = 0; i < draws && count < draws; i++) {
        Optional<Object> cell = completed.apply(codec.decoded(x, Rows.empty(draws), i));
        if (cell.isPresent()) {
          drawn[count++] = number(cell.get());
        }
      }
    }
    return Arrays.copyOf(drawn, count);
  }

  /** Whether a row with some agreeing draws needs a further round. */
  private boolean isOpen(int round, int count) {
    boolean isHopeless = count == 0 && (long) round * draws >= MOST_IN_VAIN;
    return round < Predictions.MOST_ROUNDS && count < draws && !isHopeless;
  }

  /** Predicts rows by draws of the column, NaN where a value is missing; NaN without draws. */
  private Predictions of(double[][] all, Optional<ConformalScores> scores) {
    double[][] present =
        Arrays.stream(all)
            .map(row -> Arrays.stream(row).filter(x -> !Double.isNaN(x)).sorted().toArray())
            .toArray(double[][]::new);
    double[] missing = new double[all.length];
    Arrays.setAll(missing, i -> 1 - present[i].length / (double) all[i].length);
    return column.kind().isNamed()
        ? Predictions.of(column, shares(present), missing, scores)
        : Predictions.of(column, new Drawn(present, Optional.empty()), missing, scores);
  }

  private static Rows select(Rows contexts, int... rows) {
    return contexts.size() == 0 ? Rows.empty(rows.length) : contexts.select(rows);
  }

  /** The numbers of the column in draws of each row; NaN where the value is missing. */
  private double[] drawn(Rows contexts, long blockSeed) {
    int[] rows = IntStream.range(0, contexts.count() * draws).map(i -> i / draws).toArray();
    Rows each = select(contexts, rows);
    Density density = each.size() == 0 ? model : model.given(each);
    Rows x = density.sampleAndLogProb(rows.length, blockSeed).x();
    return IntStream.range(0, rows.length).mapToDouble(i -> number(x, each, i)).toArray();
  }

  /** The number of the column, or the place of its name, in a row; NaN if the value is missing. */
  double number(Rows x, Rows contexts, int row) {
    return number(codec.derived(column.name(), x, contexts, row));
  }

  private double number(Object cell) {
    if (DerivedColumn.isMissing(cell)) {
      return Double.NaN;
    }
    return column.kind().isNamed()
        ? column.parse(cell.toString())
        : new ColumnScale(column).exact(cell);
  }

  /** The shares of the names, row by row. */
  private double[] shares(double[][] present) {
    int names = column.names().size();
    double[] shares = new double[present.length * names];
    for (int row = 0; row < present.length; row++) {
      for (double place : present[row]) {
        if (place < names) {
          shares[row * names + (int) place]++;
        }
      }
      for (int i = row * names; i < (row + 1) * names; i++) {
        shares[i] /= Math.max(1, present[row].length);
      }
    }
    return shares;
  }
}
