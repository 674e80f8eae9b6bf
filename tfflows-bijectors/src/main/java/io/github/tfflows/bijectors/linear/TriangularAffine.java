package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.graph.SquareMatrix;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;

/**
 * A lower triangular matrix with a positive diagonal and a shift, {@code y = L·x + b}, on the last
 * axis. On a standard normal base it gives the normal distribution of mean {@code b} and covariance
 * {@code L·Lᵀ}. TensorFlow Probability calls the matrix ScaleMatvecTriL, FlowJAX the whole
 * TriangularAffine.
 *
 * <pre>{@code log |det dy/dx| = Σ s    with L = strictly_lower(lower) + diag(exp s)}</pre>
 *
 * <p>times h·w for images. It starts as the identity. The parameter {@code log_scale} is squashed,
 * {@code s = a / (1 + |a| / ln 1000)}, so that the diagonal stays within (1e-3, 1e3).
 *
 * @param size the number of features or channels, at least one
 */
public record TriangularAffine(int size) implements LastAxisMap {
  public TriangularAffine {
    Require.atLeast("size", size, 1);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Expr s = TriangularMatrix.logScale(scope, size);
    Mapped scaled = new LinearMap(TriangularMatrix.lower(scope, s), s.sumLast()).applyTo(x);
    return new Mapped(scaled.value().plus(shift(scope)), scaled.logDet());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Expr s = TriangularMatrix.logScale(scope, size);
    Expr inverse = SquareMatrix.inverseOfLower(TriangularMatrix.lower(scope, s));
    return new LinearMap(inverse, s.sumLast().negated()).applyTo(y.minus(shift(scope)));
  }

  private Expr shift(GraphScope scope) {
    return scope.parameter("shift", Shape.of(size), new Zeros<>());
  }
}
