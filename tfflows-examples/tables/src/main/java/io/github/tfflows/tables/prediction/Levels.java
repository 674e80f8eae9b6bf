package io.github.tfflows.tables.prediction;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Levels of a distribution, each by the probability below, or by that above where it is small: in
 * single precision, levels near one keep their digits so.
 *
 * @param below the probabilities below
 * @param above those above
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Levels(double[] below, double[] above) {
  private static final double LEAST = Float.MIN_NORMAL;

  /**
   * The least probability above of a level that goes by the probability below. Rounding, and the
   * search for quantiles of an ensemble, then change it by a share of 1e-4 at most. The usual
   * levels thus go through one call of a model.
   */
  private static final double LEAST_ABOVE = 1.0 / 32;

  /**
   * The ends of integrals over a standard normal number, and the distance of their points. The
   * tails of a flow are made heavier than those of any data beyond four deviations, where they have
   * neither mean nor variance.
   */
  private static final double END = 4;

  private static final double STEP = 0.125;

  /** The points of an integral over the levels: those of equally spaced standard normal numbers. */
  static final Levels NODES = nodes();

  /** The weights of the points, which add up to one. */
  static final double[] WEIGHTS = weights();

  private static DoubleStream points() {
    int half = (int) (END / STEP);
    return IntStream.rangeClosed(-half, half).mapToDouble(i -> i * STEP);
  }

  private static Levels nodes() {
    return new Levels(
        points().map(Levels::normal).toArray(), points().map(z -> normal(-z)).toArray());
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
  static Levels of(double... below) {
    for (double level : below) {
      if (!(level > 0 && level < 1)) {
        throw new IllegalArgumentException("expected levels above 0 and below 1, got " + level);
      }
    }
    return new Levels(below.clone(), DoubleStream.of(below).map(level -> 1 - level).toArray());
  }

  int count() {
    return below.length;
  }

  /** Whether a level goes by the probability below. */
  boolean isLow(int level) {
    return above[level] >= LEAST_ABOVE;
  }

  /** The probability by which a level goes, as a number above zero. */
  float side(int level) {
    return (float) Math.max(LEAST, isLow(level) ? below[level] : above[level]);
  }

  /** The places of the levels on one side. */
  int[] on(boolean low) {
    return IntStream.range(0, count()).filter(i -> isLow(i) == low).toArray();
  }

  /** Returns the mean of a function of the level, by its values at {@link #NODES}. */
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
