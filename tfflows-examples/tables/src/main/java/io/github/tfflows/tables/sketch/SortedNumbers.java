package io.github.tfflows.tables.sketch;

import java.util.stream.DoubleStream;

/** Numbers in ascending order. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SortedNumbers(double... values) {
  public static SortedNumbers of(double... values) {
    return new SortedNumbers(DoubleStream.of(values).sorted().toArray());
  }

  /** The share of the numbers below a number, where equal ones count half. */
  public double rank(double number) {
    return (count(number, 0) + count(number, 1)) / 2.0 / values.length;
  }

  /** A quantile, interpolated between the numbers next to it. */
  public double quantile(double share) {
    double place = share * (values.length + 1);
    if (place < 1) {
      return values[0];
    }
    if (place >= values.length) {
      return values[values.length - 1];
    }
    double low = values[(int) place - 1];
    return low + (place - Math.floor(place)) * (values[(int) place] - low);
  }

  /** The number of values whose {@code compare} with a limit is less than a bound. */
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
