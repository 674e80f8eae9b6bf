package io.github.tfflows.testing;

import java.util.Arrays;

/** Determinants of matrices, for comparison with log-determinants. */
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

  /** Returns {@code log √det mᵀm}, which for square matrices is {@code log |det m|}. */
  static double logVolume(double[][] m) {
    return m.length == m[0].length ? logAbsDet(m) : logAbsDet(product(transposed(m), m)) / 2;
  }

  static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int k = 0; k < b.length; k++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  /** Returns some rows and columns of a matrix. */
  static double[][] part(double[][] m, int[] rows, int[] columns) {
    return Arrays.stream(rows)
        .mapToObj(row -> Arrays.stream(columns).mapToDouble(column -> m[row][column]).toArray())
        .toArray(double[][]::new);
  }

  private static double[][] transposed(double[][] m) {
    double[][] transposed = new double[m[0].length][m.length];
    for (int i = 0; i < m.length; i++) {
      for (int j = 0; j < m[0].length; j++) {
        transposed[j][i] = m[i][j];
      }
    }
    return transposed;
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
