package io.github.tfflows.cli.synthetic;

import java.util.stream.DoubleStream;

/**
 * Numbers in ascending order.
 *
 * @param values the numbers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SortedNumbers(double... values) {
  static SortedNumbers of(double... values) {
    return new SortedNumbers(DoubleStream.of(values).sorted().toArray());
  }

  /** The share of the numbers below another, equal ones counting half. */
  double rank(double number) {
    return (count(number, 0) + count(number, 1)) / 2.0 / values.length;
  }

  /** The largest difference of both distribution functions (Kolmogorov and Smirnov). */
  double distance(SortedNumbers other) {
    return DoubleStream.concat(DoubleStream.of(values), DoubleStream.of(other.values))
        .map(number -> Math.abs(notAbove(number) - other.notAbove(number)))
        .max()
        .orElse(0);
  }

  private double notAbove(double number) {
    return count(number, 1) / (double) values.length;
  }

  /** The number of values whose comparison with a limit is less than a bound. */
  private int count(double limit, int bound) {
    int low = 0;
    int high = values.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Double.compare(values[middle], limit) < bound) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
