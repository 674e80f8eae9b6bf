package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.SquareMatrix;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;

/**
 * Trainable triangular matrices with a positive diagonal {@code exp(s)}, which start as the
 * identity.
 */
final class TriangularMatrix {

  /** Builds a lower triangular matrix from that triangle of the parameter {@code lower}. */
  static Expr lower(GraphScope scope, Expr logScale) {
    return of(scope, "lower", SquareMatrix.below(scope, logScale.size(-1)), logScale);
  }

  /** Builds an upper triangular matrix from that triangle of the parameter {@code upper}. */
  static Expr upper(GraphScope scope, Expr logScale) {
    return of(scope, "upper", SquareMatrix.above(scope, logScale.size(-1)), logScale);
  }

  private static Expr of(GraphScope scope, String name, Expr mask, Expr logScale) {
    Expr identity = SquareMatrix.identity(scope, logScale.size(-1));
    return scope
        .parameter(name, mask.shape(), new Zeros<>())
        .times(mask)
        .plus(identity.times(logScale.exp()));
  }

  /**
   * Builds logarithms {@code s} of scales within (1e-3, 1e3): {@code s = a / (1 + |a| / ln 1000)}
   * of the parameter {@code log_scale}.
   */
  static Expr logScale(GraphScope scope, int size) {
    return scope.parameter("log_scale", Shape.of(size), new Zeros<>()).squashedLog();
  }

  private TriangularMatrix() {}
}
