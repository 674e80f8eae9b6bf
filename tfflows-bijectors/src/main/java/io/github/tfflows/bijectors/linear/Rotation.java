package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;

/**
 * A rotation of the last axis, {@code y = exp(A - Aᵀ)·x}: the exponential of a skew-symmetric
 * matrix is orthogonal and preserves volume. zuko calls it RotationTransform.
 *
 * <p>It starts as the identity, {@code A = 0}. The angles of a rotation are at most {@code π}, so
 * absolute row sums of its generator {@code A - Aᵀ} up to {@code π·√d} reach every rotation; larger
 * ones are scaled down to that.
 *
 * @param size the number of features or channels, at least one
 */
public record Rotation(int size) implements Orthogonal {
  public Rotation {
    Require.atLeast("size", size, 1);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return Mapped.preservingVolume(x.matMul(matrix(scope).transpose(1, 0)));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return Mapped.preservingVolume(y.matMul(matrix(scope)));
  }

  private Expr matrix(GraphScope scope) {
    double largest = Math.PI * Math.sqrt(size);
    Expr a = scope.parameter("generator", Shape.of(size, size), new Zeros<>());
    Expr skew = a.minus(a.transpose(1, 0));
    return ScalingAndSquaring.of(ScalingAndSquaring.capped(skew, largest), largest);
  }
}
