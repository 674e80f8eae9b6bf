package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/** Square matrices as events, {@code [n, d, d]}. */
final class Matrix {
  /**
   * Returns the number of rows of a square matrix.
   *
   * @param map the map that needs it, with its article
   * @throws IllegalArgumentException if the event is not a square matrix
   */
  static int requireSquare(Shape event, String map) {
    Require.known(event);
    if (event.numDimensions() != 2 || event.get(0) != event.get(1)) {
      throw new IllegalArgumentException(
          "%s acts on square matrices, got event shape %s".formatted(map, event));
    }
    return Math.toIntExact(event.get(0));
  }

  static Expr of(Expr entries, int size) {
    return entries.reshape(-1, size, size);
  }

  static Expr entries(Expr matrices) {
    long size = matrices.size(-1);
    return matrices.reshape(-1, size * size);
  }

  static Expr diagonal(Expr matrices) {
    int size = matrices.size(-1);
    return entries(matrices)
        .gather(-1, IntStream.range(0, size).map(i -> i * (size + 1)).toArray());
  }

  static Expr withDiagonal(Expr matrices, Expr diagonal) {
    int size = matrices.size(-1);
    int[] sources =
        IntStream.range(0, size * size)
            .map(place -> place % (size + 1) == 0 ? size * size + place / size : place)
            .toArray();
    Expr all = matrices.scope().concat(-1, List.of(entries(matrices), diagonal));
    return of(all.gather(-1, sources), size);
  }

  private Matrix() {}
}
