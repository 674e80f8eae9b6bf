package io.github.tfflows.tables;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The interval beyond which numbers are far from nearly all others: eight times as wide as that of
 * the middle 96 %, on both sides of it. Of a Gaussian that is 35 standard deviations from the mean.
 *
 * @param low its lower end
 * @param high its upper end
 */
record Reach(double low, double high) {
  private static final double WIDTHS = 8;

  /** Returns the interval of numbers; all numbers where the middle ones are equal. */
  static Reach of(double... numbers) {
    return within(WIDTHS, numbers);
  }

  /** Returns an interval that is some widths longer on each side. */
  static Reach within(double widths, double... numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    Bulk bulk = new Bulk(sorted);
    double width = widths * (bulk.high() - bulk.low());
    return width > 0
        ? new Reach(bulk.low() - width, bulk.high() + width)
        : new Reach(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  boolean contains(double number) {
    return number >= low && number <= high;
  }

  /** Returns the numbers within. */
  double[] near(double... numbers) {
    return DoubleStream.of(numbers).filter(this::contains).toArray();
  }
}
