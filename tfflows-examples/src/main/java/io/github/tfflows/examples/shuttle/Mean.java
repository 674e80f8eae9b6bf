package io.github.tfflows.examples.shuttle;

/**
 * An average over rows.
 *
 * @param value the mean
 * @param standardError the standard deviation of the rows over the root of their number
 */
record Mean(double value, double standardError) {
  /**
   * Averages at least two numbers, in double precision.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  static Mean of(float[] values) {
    if (values.length < 2) {
      throw new IllegalArgumentException(
          "a standard error needs at least 2 values, got " + values.length);
    }
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Mean(mean, Math.sqrt(squares / (values.length - 1.0) / values.length));
  }
}
