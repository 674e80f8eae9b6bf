package io.github.tfflows.tables.prediction;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The levels of quantiles. Models compute in single precision, which has no digits for levels near
 * one. A level is therefore passed to a model as the probability below the quantile or, if the
 * probability above is small, as the probability above.
 *
 * @param below the probability below each quantile
 * @param above the probability above each quantile, {@code 1 - below}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record QuantileLevels(double[] below, double[] above) {
  private static final double LEAST = Float.MIN_NORMAL;

  /**
   * If the probability above a quantile is at least this, the probability below is passed.
   * Rounding, and the search for quantiles of an ensemble, then change the probability above by a
   * share of 1e-4 at most. The usual levels thus need one call of a model.
   */
  private static final double LEAST_ABOVE = 1.0 / 32;

  /**
   * The ends of integrals over a standard normal number, and the distance of their points. Beyond
   * four deviations, the tails of a flow are heavier than the tails of any data, and have neither
   * mean nor variance.
   */
  private static final double END = 4;

  private static final double STEP = 0.125;

  /**
   * The points of an integral over the levels: the probabilities below equally spaced standard
   * normal numbers.
   */
  static final QuantileLevels NODES = nodes();

  /** The weights of the points, which add up to one. */
  static final double[] WEIGHTS = weights();

  private static DoubleStream points() {
    int half = (int) (END / STEP);
    return IntStream.rangeClosed(-half, half).mapToDouble(i -> i * STEP);
  }

  private static QuantileLevels nodes() {
    return new QuantileLevels(
        points().map(QuantileLevels::normal).toArray(), points().map(z -> normal(-z)).toArray());
  }

  private static double[] weights() {
    double[] density = points().map(z -> Math.exp(-z * z / 2)).toArray();
    double sum = DoubleStream.of(density).sum();
    return DoubleStream.of(density).map(each -> each / sum).toArray();
  }

  /** {@code Φ(z) = ½ + φ(z) (z + z³/3 + z⁵/(3·5) + …)}. */
  private static double normal(double z) {
    double term = z;
    double sum = z;
    for (int k = 1; k < 150; k++) {
      term *= z * z / (2 * k + 1);
      sum += term;
    }
    return Math.max(LEAST, 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI));
  }

  /**
   * Returns levels by the probabilities below.
   *
   * @throws IllegalArgumentException if one is not between zero and one
   */
  static QuantileLevels of(double... below) {
    for (double level : below) {
      if (!(level > 0 && level < 1)) {
        throw new IllegalArgumentException("expected levels above 0 and below 1, got " + level);
      }
    }
    return new QuantileLevels(
        below.clone(), DoubleStream.of(below).map(level -> 1 - level).toArray());
  }

  int count() {
    return below.length;
  }

  /** Whether the probability below a quantile is passed. */
  boolean isLow(int level) {
    return above[level] >= LEAST_ABOVE;
  }

  /** The probability that is passed, as a number above zero. */
  double passed(int level) {
    return Math.max(LEAST, isLow(level) ? below[level] : above[level]);
  }

  /** The indices of the levels whose probability below is passed. */
  int[] low() {
    return IntStream.range(0, count()).filter(this::isLow).toArray();
  }

  /** The indices of the levels whose probability above is passed. */
  int[] high() {
    return IntStream.range(0, count()).filter(i -> !isLow(i)).toArray();
  }

  /**
   * Returns the mean of a function of quantiles over all levels, from the quantiles at {@link
   * #NODES}.
   */
  static double mean(double[] values, int from, DoubleUnaryOperator function) {
    double sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      sum += WEIGHTS[i] * function.applyAsDouble(values[from + i]);
    }
    return sum;
  }

  @Override
  public String toString() {
    return Arrays.toString(below);
  }
}
