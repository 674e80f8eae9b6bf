package io.github.tfflows.tables.prediction;

/**
 * The distributions of a number of the flow, one for each row, given that the value is present.
 * Distribution functions count a mass or a rounded value as a whole.
 */
interface Law {
  /** The number of rows. */
  int count();

  Method method();

  /** Returns the quantiles at levels, row by row. */
  double[] quantiles(QuantileLevels levels);

  /** Returns the quantiles at {@link QuantileLevels#NODES}, from which moments are computed. */
  default double[] nodes() {
    return quantiles(QuantileLevels.NODES);
  }

  /** Returns the probability of at most a number, one a row. */
  double[] cdf(double[] x);

  /** Whether its numbers are in double precision; those of flows are in single precision. */
  default boolean isExact() {
    return false;
  }

  /** Returns the log-density of a number, one a row. */
  double[] logProb(float[] x);

  /** Returns the law of rows, counted from zero, in the order given. */
  Law select(int... rows);
}
