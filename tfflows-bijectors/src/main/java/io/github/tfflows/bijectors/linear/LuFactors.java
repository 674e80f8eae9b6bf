package io.github.tfflows.bijectors.linear;

import java.util.stream.IntStream;

/**
 * The factors of an invertible matrix {@code W = P·L·U}, in double precision.
 *
 * @param pivots row {@code i} of {@code L·U} is row {@code pivots[i]} of {@code W}: {@code
 *     P[pivots[i]][i] = 1}
 * @param packed the entries of {@code L} below the diagonal, where {@code L} has ones, and of
 *     {@code U} on and above it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves the package
record LuFactors(int[] pivots, double[][] packed) {
  static LuFactors of(double[][] matrix) {
    int size = matrix.length;
    double[][] a = new double[size][];
    int[] pivots = new int[size];
    for (int i = 0; i < size; i++) {
      a[i] = matrix[i].clone();
      pivots[i] = i;
    }
    for (int k = 0; k < size; k++) {
      int best = largest(a, k);
      double[] row = a[k];
      a[k] = a[best];
      a[best] = row;
      int pivot = pivots[k];
      pivots[k] = pivots[best];
      pivots[best] = pivot;
      eliminate(a, k);
    }
    return new LuFactors(pivots, a);
  }

  int size() {
    return pivots.length;
  }

  /** Returns the place of the one in each row of {@code P}. */
  int[] places() {
    int[] places = new int[size()];
    for (int i = 0; i < size(); i++) {
      places[pivots[i]] = i;
    }
    return places;
  }

  /** Returns {@code L} below the diagonal and zeros elsewhere, row by row. */
  double[] below() {
    double[] entries = new double[size() * size()];
    for (int i = 0; i < size(); i++) {
      System.arraycopy(packed[i], 0, entries, i * size(), i);
    }
    return entries;
  }

  /** Returns {@code U} above the diagonal and zeros elsewhere, row by row. */
  double[] above() {
    double[] entries = new double[size() * size()];
    for (int i = 0; i < size(); i++) {
      System.arraycopy(packed[i], i + 1, entries, i * size() + i + 1, size() - i - 1);
    }
    return entries;
  }

  double[] diagonal() {
    return IntStream.range(0, size()).mapToDouble(i -> packed[i][i]).toArray();
  }

  private static int largest(double[][] a, int column) {
    int best = column;
    for (int i = column + 1; i < a.length; i++) {
      if (Math.abs(a[i][column]) > Math.abs(a[best][column])) {
        best = i;
      }
    }
    return best;
  }

  /** Rows with a zero below the pivot, such as those of a permutation, remain. */
  private static void eliminate(double[][] a, int k) {
    double[] pivot = a[k];
    for (int i = k + 1; i < a.length; i++) {
      double[] row = a[i];
      double factor = row[k] / pivot[k];
      row[k] = factor;
      for (int j = k + 1; j < row.length && factor != 0; j++) {
        row[j] -= factor * pivot[j];
      }
    }
  }
}
