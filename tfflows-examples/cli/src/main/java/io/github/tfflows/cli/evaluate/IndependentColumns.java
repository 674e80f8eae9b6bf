package io.github.tfflows.cli.evaluate;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.TableColumn;
import io.github.tfflows.tables.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.stat.StatUtils;

/**
 * The simplest probability of rows with names and missing values: each column on its own, by the
 * frequencies of its names and of missing values, and a Gaussian on its numbers. It ignores the
 * conditions of a conditional model.
 *
 * @param columns the log-probabilities of the columns
 * @param parameters the number of fitted numbers
 */
record IndependentColumns(List<Column> columns, long parameters) {
  static final String NAME = "independent columns";

  /** One more row than there are for each outcome, so that none has probability zero. */
  private static final double PRIOR = 1;

  /** Of a column that does not vary, relative to the square of its mean. */
  private static final double LEAST_VARIANCE = 1e-12;

  /**
   * The log-probability of a column.
   *
   * @param bit the entry that is zero where the value is missing, or -1
   * @param entry the entry of the value
   * @param missing the logarithm of the probability of a missing value
   * @param present that of a value
   * @param value the log-probability of a value
   */
  private record Column(
      int bit, int entry, double missing, double present, DoubleUnaryOperator value) {
    double of(float[] values, int from) {
      return bit >= 0 && values[from + bit] == 0
          ? missing
          : present + value.applyAsDouble(values[from + entry]);
    }
  }

  /** Fits the columns to rows. */
  static IndependentColumns fit(TableSchema schema, Rows rows) {
    List<Column> columns = new ArrayList<>();
    long parameters = 0;
    int bit = 0;
    int entry = schema.withGaps().size();
    for (TableColumn column : schema.modelled()) {
      boolean hasGaps = schema.withGaps().contains(column);
      double[] values = present(rows, hasGaps ? bit : -1, entry);
      double share = (values.length + PRIOR) / (rows.count() + 2 * PRIOR);
      int names = column.names().size();
      columns.add(
          new Column(
              hasGaps ? bit++ : -1,
              entry++,
              Math.log1p(-share),
              hasGaps ? Math.log(share) : 0,
              names > 0 ? frequencies(values, names) : gaussian(values)));
      parameters += (hasGaps ? 1 : 0) + (names > 0 ? names - 1 : 2);
    }
    return new IndependentColumns(columns, parameters);
  }

  private static double[] present(Rows rows, int bit, int entry) {
    return IntStream.range(0, rows.count())
        .map(row -> row * rows.size())
        .filter(from -> bit < 0 || rows.values()[from + bit] > 0)
        .mapToDouble(from -> rows.values()[from + entry])
        .toArray();
  }

  private static DoubleUnaryOperator frequencies(double[] places, int names) {
    double[] counts = new double[names];
    for (double place : places) {
      counts[(int) Math.round(place)]++;
    }
    double all = DoubleStream.of(counts).sum() + PRIOR * names;
    return place -> Math.log((counts[(int) Math.round(place)] + PRIOR) / all);
  }

  private static DoubleUnaryOperator gaussian(double[] values) {
    double mean = values.length == 0 ? 0 : StatUtils.mean(values);
    double least = LEAST_VARIANCE * (1 + mean * mean);
    double variance = values.length < 2 ? 1 : StatUtils.populationVariance(values);
    return gaussian(mean, Math.max(least, variance));
  }

  private static DoubleUnaryOperator gaussian(double mean, double variance) {
    return x -> -0.5 * ((x - mean) * (x - mean) / variance + Math.log(2 * Math.PI * variance));
  }

  /** Returns the log-probability of each row. */
  float[] logProb(Rows rows) {
    float[] logProb = new float[rows.count()];
    for (int row = 0; row < logProb.length; row++) {
      int from = row * rows.size();
      logProb[row] =
          (float) columns.stream().mapToDouble(column -> column.of(rows.values(), from)).sum();
    }
    return logProb;
  }
}
