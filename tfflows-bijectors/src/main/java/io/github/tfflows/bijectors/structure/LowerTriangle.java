package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The lower triangle of square matrices, row by row, with or without the diagonal.
 *
 * @param below 0 with the diagonal, 1 without it
 */
record LowerTriangle(int size, int below) {
  /**
   * Returns the triangle of the entries of a vector.
   *
   * @param map the map that fills it, with its article
   * @throws IllegalArgumentException if the event is not a vector, or its length is not the number
   *     of entries of a triangle
   */
  static LowerTriangle of(Shape event, int below, String map) {
    Require.vector(Require.known(event), map);
    int size = below + (int) ((Math.sqrt(8.0 * event.size() + 1) - 1) / 2);
    LowerTriangle triangle = new LowerTriangle(size, below);
    if (triangle.count() != event.size()) {
      throw new IllegalArgumentException(
          "%s acts on 1, 3, 6, 10, ... entries, got event shape %s".formatted(map, event));
    }
    return triangle;
  }

  /**
   * Returns the triangle of a matrix.
   *
   * @param map the map that reads it, with its article
   * @throws IllegalArgumentException if the event is not a square matrix or has no such entry
   */
  static LowerTriangle in(Shape event, int below, String map) {
    int size = Matrix.requireSquare(event, map);
    if (size == below) {
      throw new IllegalArgumentException(
          "%s yields matrices of at least two rows, got event shape %s".formatted(map, event));
    }
    return new LowerTriangle(size, below);
  }

  Shape matrix() {
    return Shape.of(size, size);
  }

  Shape vector() {
    return Shape.of(count());
  }

  private long count() {
    long rows = (long) size - below;
    return rows * (rows + 1) / 2;
  }

  private boolean holds(int place) {
    return place % size <= place / size - below;
  }

  /** Puts vectors {@code [n, count]} into matrices {@code [n, size, size]} of zeros. */
  Expr fill(Expr vectors) {
    int zero = vectors.size(-1);
    int[] sources = new int[size * size];
    int next = 0;
    for (int place = 0; place < sources.length; place++) {
      sources[place] = holds(place) ? next++ : zero;
    }
    Expr zeros = vectors.slice(-1, 0, 1).zeros();
    return Matrix.of(vectors.scope().concat(-1, List.of(vectors, zeros)).gather(-1, sources), size);
  }

  /** Reads vectors {@code [n, count]} from matrices {@code [n, size, size]}. */
  Expr read(Expr matrices) {
    return Matrix.entries(matrices)
        .gather(-1, IntStream.range(0, size * size).filter(this::holds).toArray());
  }
}
