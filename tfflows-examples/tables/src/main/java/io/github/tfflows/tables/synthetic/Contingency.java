package io.github.tfflows.tables.synthetic;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The joint counts of the codes of two columns, and the number of rows. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Contingency(int[][] counts, int total) {
  static Contingency of(Codes first, Codes second) {
    int[][] counts = new int[first.size()][second.size()];
    for (int row = 0; row < first.codes().length; row++) {
      counts[first.codes()[row]][second.codes()[row]]++;
    }
    return new Contingency(counts, first.codes().length);
  }

  /** The total variation distance to counts of the same codes. */
  double variation(Contingency other) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts[i].length; j++) {
        sum += Math.abs(counts[i][j] / (double) total - other.counts[i][j] / (double) other.total);
      }
    }
    return sum / 2;
  }

  /** Cramér's V without correction; NaN where a column has one value only. */
  double association() {
    int[] rows =
        IntStream.range(0, counts.length).map(i -> IntStream.of(counts[i]).sum()).toArray();
    int[] columns =
        IntStream.range(0, counts.length == 0 ? 0 : counts[0].length)
            .map(j -> IntStream.range(0, counts.length).map(i -> counts[i][j]).sum())
            .toArray();
    long least = Math.min(occupied(rows), occupied(columns));
    if (least < 2) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        if (counts[i][j] > 0) {
          sum += counts[i][j] * (double) counts[i][j] / ((double) rows[i] * columns[j]);
        }
      }
    }
    return Math.sqrt(Math.max(0, sum - 1) / (least - 1)); // χ²/n is the sum minus one
  }

  private static long occupied(int... sums) {
    return IntStream.of(sums).filter(sum -> sum > 0).count();
  }

  /**
   * A column as codes from zero on, as in SDMetrics. The code of a category is its index. The code
   * of a number is one of ten equal bins between the extremes of its own sample; the largest number
   * and missing values are in the bin after the last. A missing category has a code of its own.
   *
   * @param codes one code a row
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
          DoubleStream.of(column.values()).mapToInt(value -> bin(value, edges)).toArray(),
          BINS + 2);
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

    /** The number of edges that are not above a value; NaN counts as above all edges. */
    private static int bin(double value, double... edges) {
      return (int) DoubleStream.of(edges).filter(edge -> !(edge > value)).count();
    }
  }
}
