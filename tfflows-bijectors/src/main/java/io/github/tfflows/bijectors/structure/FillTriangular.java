package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import org.tensorflow.ndarray.Shape;

/**
 * Vectors of {@code d(d+1)/2} entries as lower triangular matrices {@code [d, d]}, row by row, with
 * zeros above the diagonal. It preserves volume: {@code log |det| = 0}. The inverse ignores the
 * entries above the diagonal.
 *
 * <p>The class of the same name in TensorFlow Probability fills the triangle in another order, a
 * spiral.
 */
public record FillTriangular() implements Bijector {
  private static final String MAP = "a triangle";

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return Mapped.preservingVolume(LowerTriangle.of(Shape.of(x.size(-1)), 0, MAP).fill(x));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return Mapped.preservingVolume(new LowerTriangle(y.size(-1), 0).read(y));
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return LowerTriangle.of(event, 0, MAP).matrix();
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return LowerTriangle.in(event, 0, MAP).vector();
  }
}
