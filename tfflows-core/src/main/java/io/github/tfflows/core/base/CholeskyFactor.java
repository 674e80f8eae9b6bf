package io.github.tfflows.core.base;

import java.util.Arrays;
import java.util.List;

/**
 * The lower triangular matrix {@code L} with a positive diagonal whose square {@code L·Lᵀ} is a
 * given matrix.
 *
 * @param below the entries, row by row, with zeros on the diagonal and above it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CholeskyFactor(double[] below, double[] logDiagonal) {
  /**
   * Checks that a matrix is a covariance.
   *
   * @throws IllegalArgumentException if it is not square of the size, symmetric and positive
   *     definite
   */
  static void requireCovariance(List<List<Double>> matrix, int size) {
    if (matrix.size() != size || matrix.stream().anyMatch(row -> row.size() != size)) {
      throw new IllegalArgumentException(
          "expected a covariance of %s rows and columns, got rows of %s"
              .formatted(size, matrix.stream().map(List::size).toList()));
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        if (!matrix.get(i).get(j).equals(matrix.get(j).get(i))) {
          throw new IllegalArgumentException(
              "a covariance is symmetric; its entries (%s, %s) and (%s, %s) are %s and %s"
                  .formatted(i, j, j, i, matrix.get(i).get(j), matrix.get(j).get(i)));
        }
      }
    }
    CholeskyFactor unused = of(matrix);
  }

  /**
   * Decomposes a symmetric matrix.
   *
   * @throws IllegalArgumentException if it is not positive definite
   */
  static CholeskyFactor of(List<List<Double>> matrix) {
    int size = matrix.size();
    double[] below = new double[size * size];
    double[] diagonal = new double[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = matrix.get(i).get(j);
        for (int k = 0; k < j; k++) {
          rest -= below[i * size + k] * below[j * size + k];
        }
        if (j < i) {
          below[i * size + j] = rest / diagonal[j];
        } else if (rest > 0) {
          diagonal[i] = Math.sqrt(rest);
        } else {
          throw new IllegalArgumentException(
              "expected a positive definite covariance; entry %s has variance %s given those before"
                  .formatted(i, rest));
        }
      }
    }
    double[] logDiagonal = new double[size];
    Arrays.setAll(logDiagonal, i -> Math.log(diagonal[i]));
    return new CholeskyFactor(below, logDiagonal);
  }
}
