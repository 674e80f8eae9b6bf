package io.github.tfflows.testing;

import java.util.Arrays;

/** The determinant that log-determinants are compared with. */
final class Matrices {
  /** Returns {@code log |det m|}, by Gaussian elimination with row pivots. */
  static double logAbsDet(double[][] m) {
    double[][] rest = Arrays.stream(m).map(double[]::clone).toArray(double[][]::new);
    double sum = 0;
    for (int i = 0; i < rest.length; i++) {
      swapLargestTo(rest, i);
      sum += Math.log(Math.abs(rest[i][i]));
      for (int r = i + 1; r < rest.length; r++) {
        double factor = rest[r][i] / rest[i][i];
        for (int c = i; c < rest.length; c++) {
          rest[r][c] -= factor * rest[i][c];
        }
      }
    }
    return sum;
  }

  private static void swapLargestTo(double[][] m, int i) {
    int pivot = i;
    for (int r = i + 1; r < m.length; r++) {
      if (Math.abs(m[r][i]) > Math.abs(m[pivot][i])) {
        pivot = r;
      }
    }
    double[] swapped = m[i];
    m[i] = m[pivot];
    m[pivot] = swapped;
  }

  private Matrices() {}
}
