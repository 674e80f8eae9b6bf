package io.github.tfflows.cli.statistic;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.hipparchus.stat.StatUtils;

/**
 * The simplest density of rows with names and missing values: independent columns, each with the
 * frequencies of its names, missing values and point masses, and a Gaussian for its numbers. It
 * ignores the conditions of a conditional model.
 *
 * @param columns the log-probabilities of the columns
 * @param parameters the number of fitted numbers
 */
public record IndependentColumns(RowLayout layout, List<Column> columns, long parameters) {
  public static final String NAME = "independent columns";

  /** The number of further rows for each outcome, so that none has probability zero. */
  private static final double PRIOR = 1;

  /** The outcome of a name that never occurred. */
  private static final int OTHER = 1;

  /** The variance of a constant column, relative to the square of its mean. */
  private static final double LEAST_VARIANCE = 1e-12;

  /**
   * The log-probability of a column.
   *
   * @param missing the logarithm of the probability of a missing value
   * @param present the logarithm of the probability of a present value
   * @param value the log-probability of a value
   */
  private record Column(double missing, double present, DoubleUnaryOperator value) {}

  public static IndependentColumns fit(TableSchema schema, Rows rows) {
    RowLayout layout = schema.layout();
    List<Column> columns = new ArrayList<>();
    long parameters = layout.optional().size();
    for (int i = 0; i < layout.columns(); i++) {
      double[] values = layout.present(rows, i);
      double share = (values.length + PRIOR) / (rows.count() + 2 * PRIOR);
      int names = schema.modelled().get(i).names().size();
      PointMasses masses = schema.modelled().get(i).masses();
      columns.add(
          new Column(
              Math.log1p(-share),
              layout.bit(i).isPresent() ? Math.log(share) : 0,
              names > 0
                  ? frequencies(values, names + OTHER)
                  : numbers(masses, schema.modelled().get(i).unit(), values)));
      parameters += names > 0 ? names - 1 : 2 + masses.values().size();
    }
    return new IndependentColumns(layout, columns, parameters);
  }

  private static DoubleUnaryOperator frequencies(double[] places, int names) {
    double[] counts = new double[names];
    for (double place : places) {
      counts[(int) Math.round(place)]++;
    }
    double all = DoubleStream.of(counts).sum() + PRIOR * names;
    return place -> Math.log((counts[(int) Math.round(place)] + PRIOR) / all);
  }

  /** A Gaussian, and the frequencies of point masses. */
  private static DoubleUnaryOperator numbers(PointMasses masses, double unit, double... values) {
    double[] places = DoubleStream.of(values).map(masses::place).toArray();
    DoubleUnaryOperator shares = frequencies(places, masses.values().size() + 1);
    DoubleUnaryOperator others =
        gaussian(DoubleStream.of(values).filter(value -> !masses.contain(value)).toArray());
    double logUnit = Math.log(unit);
    return value -> {
      int place = masses.place(value);
      double rest = place > 0 ? -masses.logWidth() : others.applyAsDouble(value) - logUnit;
      return rest + (masses.isEmpty() ? 0 : shares.applyAsDouble(place));
    };
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

  public float[] logProb(Rows rows) {
    float[] logProb = new float[rows.count()];
    for (int row = 0; row < logProb.length; row++) {
      double sum = 0;
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        float value = rows.values()[row * rows.size() + layout.value(i)];
        sum +=
            layout.isMissing(rows, row, i)
                ? column.missing
                : column.present + column.value.applyAsDouble(value);
      }
      logProb[row] = (float) sum;
    }
    return logProb;
  }
}
