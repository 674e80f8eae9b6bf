package io.github.tfflows.cli.synthetic;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A column as codes from zero on: a category by its place, a number by one of ten equal bins
 * between the extremes of its own sample, as SDMetrics does. The largest number and missing ones
 * are in the bin after the last; a missing category has a code of its own.
 *
 * @param codes one code a row
 * @param size the number of codes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Codes(int[] codes, int size) {
  private static final int BINS = 10;

  static Codes of(SampleColumn column, int names) {
    return column.isNamed() ? ofNames(column, names) : ofNumbers(column);
  }

  private static Codes ofNames(SampleColumn column, int names) {
    return new Codes(
        DoubleStream.of(column.values())
            .mapToInt(value -> Double.isNaN(value) ? names : (int) value)
            .toArray(),
        names + 1);
  }

  private static Codes ofNumbers(SampleColumn column) {
    double[] edges = edges(column.present());
    return new Codes(
        DoubleStream.of(column.values()).mapToInt(value -> bin(value, edges)).toArray(), BINS + 2);
  }

  private static double[] edges(double... present) {
    double low = DoubleStream.of(present).min().orElse(0);
    double high = DoubleStream.of(present).max().orElse(1);
    double first = low == high ? low - 0.5 : low;
    double last = low == high ? high + 0.5 : high;
    double step = (last - first) / BINS;
    return IntStream.rangeClosed(0, BINS)
        .mapToDouble(i -> i == BINS ? last : i * step + first)
        .toArray();
  }

  /** The number of edges that are not above a value; NaN is above all. */
  private static int bin(double value, double... edges) {
    return (int) DoubleStream.of(edges).filter(edge -> !(edge > value)).count();
  }
}
