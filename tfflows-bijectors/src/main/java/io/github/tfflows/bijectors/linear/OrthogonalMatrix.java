package io.github.tfflows.bijectors.linear;

import java.util.Random;
import java.util.SplittableRandom;

/** Random orthogonal matrices, {@code rows[i][j]}, in double precision. */
final class OrthogonalMatrix {
  /**
   * Returns the orthonormalized rows of a matrix of independent normal draws, which is uniform over
   * the orthogonal group; equal seeds draw equal matrices.
   */
  static double[][] random(int size, long seed) {
    // The seed is mixed, since the first draws of Random are similar for consecutive seeds.
    Random random = new Random(new SplittableRandom(seed).nextLong());
    double[][] rows = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        rows[i][j] = random.nextGaussian();
      }
      removeProjections(rows, i);
      removeProjections(rows, i); // a second pass removes rounding errors
      scale(rows[i], 1 / Math.sqrt(dot(rows[i], rows[i])));
    }
    return rows;
  }

  /** Removes from row {@code i} its projections onto the rows before it (Gram-Schmidt). */
  private static void removeProjections(double[][] rows, int i) {
    for (int k = 0; k < i; k++) {
      double along = dot(rows[i], rows[k]);
      for (int j = 0; j < rows.length; j++) {
        rows[i][j] -= along * rows[k][j];
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static void scale(double[] row, double factor) {
    for (int j = 0; j < row.length; j++) {
      row[j] *= factor;
    }
  }

  private OrthogonalMatrix() {}
}
