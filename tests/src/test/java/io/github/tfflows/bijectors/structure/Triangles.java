package io.github.tfflows.bijectors.structure;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/** The places of a square matrix, in row-major order. */
final class Triangles {
  /** Returns the places on the diagonal and below it. */
  static int[] lower(Shape matrix) {
    int size = Math.toIntExact(matrix.get(-1));
    return places(size, place -> place % size <= place / size);
  }

  /** Returns the places below the diagonal. */
  static int[] strictlyLower(Shape matrix) {
    int size = Math.toIntExact(matrix.get(-1));
    return places(size, place -> place % size < place / size);
  }

  private static int[] places(int size, IntPredicate wanted) {
    return IntStream.range(0, size * size).filter(wanted).toArray();
  }

  /** Returns a matrix with zeros above the diagonal, and its diagonal made positive. */
  static double[] positiveLower(Shape matrix, double... entries) {
    int size = Math.toIntExact(matrix.get(-1));
    double[] lower = new double[entries.length];
    for (int place : lower(matrix)) {
      boolean diagonal = place % size == place / size;
      lower[place] = diagonal ? Math.abs(entries[place]) + 0.5 : entries[place];
    }
    return lower;
  }

  /** Returns {@code L·Lᵀ}. */
  static double[] timesTransposed(int size, double... matrix) {
    double[] product = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < size; k++) {
          product[i * size + j] += matrix[i * size + k] * matrix[j * size + k];
        }
      }
    }
    return product;
  }

  private Triangles() {}
}
