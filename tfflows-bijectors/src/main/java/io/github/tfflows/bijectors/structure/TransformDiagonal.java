package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import org.tensorflow.ndarray.Shape;

/**
 * Maps the diagonal of square matrices {@code [d, d]} as a vector {@code [d]}, and keeps other
 * entries. {@code log |det|} is the log-determinant of the map of the diagonal. With {@link
 * io.github.tfflows.bijectors.scalar.Softplus} the diagonal is positive, as for a Cholesky factor.
 * TensorFlow Probability has a bijector of the same name.
 *
 * @param diagonal the map of the diagonal, which keeps the shape of vectors
 */
public record TransformDiagonal(Bijector diagonal) implements Bijector {
  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return replaced(x, diagonal.forward(scope.sub("diagonal"), Matrix.diagonal(x)));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return replaced(y, diagonal.inverse(scope.sub("diagonal"), Matrix.diagonal(y)));
  }

  private static Mapped replaced(Expr matrices, Mapped mapped) {
    return new Mapped(Matrix.withDiagonal(matrices, mapped.value()), mapped.logDet());
  }

  @Override
  public boolean acceptsReals() {
    return diagonal.acceptsReals();
  }

  @Override
  public boolean yieldsReals() {
    return diagonal.yieldsReals();
  }

  @Override
  public boolean losesDigits() {
    return diagonal.losesDigits();
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    return diagonal.monotonicity(Shape.of(event.get(0))).and(Monotonicity.INCREASING);
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    Shape vector = Shape.of(Matrix.requireSquare(event, "a map of a diagonal"));
    Shape mapped = diagonal.forwardEventShape(vector);
    if (!mapped.equals(vector)) {
      throw new IllegalArgumentException(
          "the map of a diagonal must keep its shape %s, got one to %s".formatted(vector, mapped));
    }
    return event;
  }
}
