package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.graph.SquareMatrix;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;

/**
 * The exponential of a matrix on the last axis, {@code y = exp(A)·x} (Xiao and Liu, 2020,
 * arXiv:2004.13679). It is invertible for every {@code A}, the inverse is {@code exp(-A)}, and
 *
 * <pre>{@code log |det dy/dx| = trace A}</pre>
 *
 * <p>times h·w for images. It starts as the identity, {@code A = 0}. An {@code A} whose largest
 * absolute row or column sum exceeds {@code ln 1000} is scaled down to it, which keeps the singular
 * values of {@code exp(A)} within [1e-3, 1e3].
 *
 * @param size the number of features or channels, at least one
 */
public record MatrixExponential(int size) implements LastAxisMap {

  public MatrixExponential {
    Require.atLeast("size", size, 1);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return exponential(scope, generator(scope)).applyTo(x);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return exponential(scope, generator(scope).negated()).applyTo(y);
  }

  private Expr generator(GraphScope scope) {
    Expr a = scope.parameter("generator", Shape.of(size, size), new Zeros<>());
    return ScalingAndSquaring.capped(a, Expr.LARGEST_LOG);
  }

  private LinearMap exponential(GraphScope scope, Expr a) {
    Expr trace = a.times(SquareMatrix.identity(scope, size)).sum(0, 1);
    return new LinearMap(ScalingAndSquaring.of(a, Expr.LARGEST_LOG), trace);
  }

  /** With one entry, the slope is positive everywhere. */
  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.INCREASING.ifAlone(event);
  }
}
