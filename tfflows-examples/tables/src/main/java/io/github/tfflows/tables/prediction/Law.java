package io.github.tfflows.tables.prediction;

/**
 * The distributions of a number of the flow, one a row, given that the value is there. A number
 * that is a mass of a column, or a rounded value, stands for itself: its distribution function
 * counts it.
 */
interface Law {
  /** The number of rows. */
  int count();

  Method method();

  /** Returns the numbers at levels, row by row. */
  double[] quantiles(QuantileLevels levels);

  /** Returns the numbers at {@link QuantileLevels#NODES} by which moments are computed. */
  default double[] nodes() {
    return quantiles(QuantileLevels.NODES);
  }

  /** Returns the probability of at most a number, one a row. */
  double[] cdf(float[] x);

  /** Returns the log-density of a number, one a row. */
  double[] logProb(float[] x);

  /** Returns the law of rows, counted from zero, in the order given. */
  Law select(int... rows);
}
