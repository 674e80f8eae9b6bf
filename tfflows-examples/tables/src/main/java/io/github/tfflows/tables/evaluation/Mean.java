package io.github.tfflows.tables.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * An average over rows, and its standard error: the standard deviation of the rows over the root of
 * their number.
 */
public record Mean(double value, double standardError) {
  /**
   * Averages at least two numbers in double precision.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  public static Mean of(float[] values) {
    return of(numbers(values));
  }

  /**
   * Averages at least two numbers. Their squares may be beyond double precision.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  public static Mean of(double[] values) {
    int n = values.length;
    if (n < 2) {
      throw new IllegalArgumentException("a standard error needs at least 2 values, got " + n);
    }
    double unit = unit(values);
    double[] scaled = Arrays.stream(values).map(value -> value / unit).toArray();
    double rough = sum(scaled, value -> value) / n;
    double mean = rough + sum(scaled, value -> value - rough) / n;
    double squares = sum(scaled, value -> (value - mean) * (value - mean));
    double rest = sum(scaled, value -> value - mean);
    return new Mean(unit * mean, unit * Math.sqrt((squares - rest * rest / n) / (n - 1) / n));
  }

  /** The power of two next to the largest number. Division by it is exact. */
  private static double unit(double... values) {
    double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
    boolean isUsual = largest >= Double.MIN_NORMAL && Double.isFinite(largest);
    return isUsual ? Math.scalb(1.0, Math.getExponent(largest)) : 1;
  }

  private static double sum(double[] values, DoubleUnaryOperator function) {
    double sum = 0;
    for (double value : values) {
      sum += function.applyAsDouble(value);
    }
    return sum;
  }

  static double[] numbers(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  /**
   * Averages the paired differences of two numbers for each row.
   *
   * @param values one number for each row
   * @param others the numbers to subtract
   * @throws IllegalArgumentException if there are fewer than two rows, or the lengths differ
   */
  public static Mean ofDifferences(float[] values, float[] others) {
    if (values.length != others.length) {
      throw new IllegalArgumentException(
          "expected two numbers a row, got %s and %s".formatted(values.length, others.length));
    }
    return of(
        IntStream.range(0, values.length)
            .mapToDouble(i -> (double) values[i] - others[i])
            .toArray());
  }

  /** Returns the mean and its error, such as {@code -1.234 ± 0.005}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f ± %.3f", value, standardError);
  }
}
