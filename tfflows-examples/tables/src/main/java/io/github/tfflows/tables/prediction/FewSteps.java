package io.github.tfflows.tables.prediction;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The distribution of the value of each row that has few steps between its outermost quantiles,
 * such as a code 0 or 1. The numbers of a flow are spread over their steps, which adds a twelfth of
 * the squared step to the variance.
 *
 * @param first the number of the first value in each row
 * @param cdf the probability of at most each value but the last, in each row; null for many values
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FewSteps(ColumnScale scale, double[] first, double[][] cdf) {
  /** With more steps, the spread hardly changes deviations and scores. */
  private static final int MOST = 64;

  /**
   * Finds the values between quantiles.
   *
   * @param nodes the quantiles at {@link QuantileLevels#NODES}, row by row
   * @param cdfs computes the probabilities of at most some numbers, one a row
   */
  static FewSteps of(ColumnScale scale, double[] nodes, UnaryOperator<double[]> cdfs) {
    double spacing = scale.column().spacing();
    int each = QuantileLevels.NODES.count();
    double[] first = new double[nodes.length / each];
    double[][] cdf = new double[first.length][];
    for (int row = 0; row < first.length; row++) {
      double last = nodes[(row + 1) * each - 1];
      if (spacing > 0 && (last - nodes[row * each]) / spacing < MOST) {
        first[row] = scale.held(nodes[row * each]);
        cdf[row] = new double[(int) Math.rint((scale.held(last) - first[row]) / spacing)];
      }
    }
    FewSteps steps = new FewSteps(scale, first, cdf);
    int most =
        IntStream.range(0, first.length).filter(steps::has).map(i -> cdf[i].length).max().orElse(0);
    for (int value = 0; value < most; value++) {
      steps.put(value, cdfs);
    }
    return steps;
  }

  /** Stores the probabilities of at most one of the values. */
  private void put(int value, UnaryOperator<double[]> cdfs) {
    double[] x = new double[first.length];
    Arrays.setAll(x, row -> scale.within(first[row] + value * scale.column().spacing()));
    double[] all = cdfs.apply(x);
    for (int row = 0; row < all.length; row++) {
      if (has(row) && value < cdf[row].length) {
        cdf[row][value] = all[row];
      }
    }
  }

  /** Whether a row has few steps. */
  boolean has(int row) {
    return cdf[row] != null;
  }

  /** Returns the standard deviation in a row, in the unit of the column. */
  double deviation(int row) {
    double mean = 0;
    double square = 0;
    for (int i = 0; i < cdf[row].length; i++) {
      mean += 1 - cdf[row][i];
      square += (2 * i + 1) * (1 - cdf[row][i]);
    }
    return scale.column().step() * Math.sqrt(Math.max(0, square - mean * mean));
  }

  /** Returns the continuous ranked probability score of a number, in the unit of the column. */
  double crps(int row, double observed) {
    int last = cdf[row].length;
    long place = Math.round((observed - first[row]) / scale.column().spacing());
    double sum = Math.max(0, -place) + Math.max(0, place - last);
    for (int i = 0; i < last; i++) {
      double step = cdf[row][i] - (place <= i ? 1 : 0);
      sum += step * step;
    }
    return scale.column().step() * sum;
  }
}
