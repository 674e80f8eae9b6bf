package io.github.tfflows.tables.synthetic;

import io.github.tfflows.tables.evaluation.Mean;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The similarity of the dependence of two columns in two samples. For numbers it is one minus half
 * the difference of their correlations (CorrelationSimilarity, Pearson), otherwise one minus the
 * total variation distance of their joint frequencies (ContingencySimilarity).
 *
 * @param association the dependence in the real sample: the correlation of numbers, otherwise
 *     Cramér's V; NaN if it is not defined
 * @param score the similarity, from 0 to 1 for equal dependence; NaN if it is not defined
 */
public record PairTrend(
    String first, String second, String metric, double association, double score) {
  private static final String CORRELATION = "CorrelationSimilarity";
  private static final String CONTINGENCY = "ContingencySimilarity";
  private static final double LEAST_CORRELATION = 0.5;
  private static final double LEAST_ASSOCIATION = 0.3;

  /** A column in both samples. If it is constant in one of them, no correlation is defined. */
  record Side(
      SampleColumn real,
      SampleColumn synthetic,
      Contingency.Codes realCodes,
      Contingency.Codes syntheticCodes,
      boolean isConstant) {
    static Side of(SampleColumn real, SampleColumn synthetic) {
      int names = 1 + (int) Math.max(largest(real), largest(synthetic)); // not read for numbers
      return new Side(
          real,
          synthetic,
          Contingency.Codes.of(real, names),
          Contingency.Codes.of(synthetic, names),
          real.distinct() == 1 || synthetic.distinct() == 1);
    }

    private static double largest(SampleColumn column) {
      return DoubleStream.of(column.present()).max().orElse(-1);
    }
  }

  static PairTrend of(Side first, Side second) {
    String one = first.real.name();
    String other = second.real.name();
    if (first.real.isNamed() || second.real.isNamed()) {
      Contingency real = Contingency.of(first.realCodes, second.realCodes);
      Contingency synthetic = Contingency.of(first.syntheticCodes, second.syntheticCodes);
      return new PairTrend(
          one, other, CONTINGENCY, real.association(), 1 - real.variation(synthetic));
    }
    if (first.isConstant() || second.isConstant()) {
      return new PairTrend(one, other, CORRELATION, Double.NaN, Double.NaN);
    }
    double real = correlation(first.real, second.real);
    double synthetic = correlation(first.synthetic, second.synthetic);
    return new PairTrend(one, other, CORRELATION, real, 1 - Math.abs(real - synthetic) / 2);
  }

  /** Returns whether the columns depend on each other enough for the score to count. */
  public boolean isStrong() {
    return metric.equals(CORRELATION)
        ? Math.abs(association) > LEAST_CORRELATION
        : association > LEAST_ASSOCIATION;
  }

  /** Pearson's correlation over the rows that have both values. */
  private static double correlation(SampleColumn first, SampleColumn second) {
    int[] both =
        IntStream.range(0, first.values().length)
            .filter(row -> !Double.isNaN(first.values()[row] + second.values()[row]))
            .toArray();
    if (both.length < 2) {
      return Double.NaN;
    }
    double[] x = centred(first.select(both).values());
    double[] y = centred(second.select(both).values());
    return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
  }

  /** Returns distances from the mean in units of the largest one, so that squares are in range. */
  private static double[] centred(double[] values) {
    double mean = Mean.of(values).value();
    double[] apart = DoubleStream.of(values).map(value -> value - mean).toArray();
    double largest = DoubleStream.of(apart).map(Math::abs).max().orElse(0);
    return DoubleStream.of(apart).map(value -> value / largest).toArray();
  }

  private static double product(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
