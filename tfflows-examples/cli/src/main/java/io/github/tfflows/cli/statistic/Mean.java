package io.github.tfflows.cli.statistic;

import java.util.Locale;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.util.MathArrays;

/**
 * An average over rows.
 *
 * @param value the mean
 * @param standardError the standard deviation of the rows over the root of their number
 */
public record Mean(double value, double standardError) {
  /**
   * Averages numbers in double precision.
   *
   * @param values at least two
   * @return their mean and its error
   * @throws IllegalArgumentException if there are fewer
   */
  public static Mean of(float[] values) {
    return of(Columns.of(values));
  }

  private static Mean of(double[] values) {
    if (values.length < 2) {
      throw new IllegalArgumentException(
          "a standard error needs at least 2 values, got " + values.length);
    }
    double standardError = Math.sqrt(StatUtils.variance(values) / values.length);
    return new Mean(StatUtils.mean(values), standardError);
  }

  /**
   * Averages the differences of two numbers a row, whose common variation cancels.
   *
   * @param values one number a row
   * @param others as many numbers, taken from the first
   * @return the mean difference and its error
   * @throws IllegalArgumentException if there are fewer than two rows or not as many of both
   */
  public static Mean ofDifferences(float[] values, float[] others) {
    if (values.length != others.length) {
      throw new IllegalArgumentException(
          "expected two numbers a row, got %s and %s".formatted(values.length, others.length));
    }
    return of(MathArrays.ebeSubtract(Columns.of(values), Columns.of(others)));
  }

  /** The mean and its error, for people: {@code -1.234 ± 0.005}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f ± %.3f", value, standardError);
  }
}
