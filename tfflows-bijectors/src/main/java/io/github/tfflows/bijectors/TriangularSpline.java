package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.graph.SquareMatrix;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;

/**
 * A monotone map of each feature of a vector and a triangular matrix, the layer of triangular
 * spline flows (FlowJAX, {@code triangular_spline_flow}). It has no network:
 *
 * <pre>{@code
 * inverse   x = L·f⁻¹(y; θ) + b + W·c        from the data to the base
 * forward   y = f(L⁻¹·(x - b - W·c); θ)
 * log |det dy/dx| = Σ log f' - Σ log Lᵢᵢ
 * }</pre>
 *
 * <p>{@code L} is lower triangular. The norm of its row {@code i} is {@code exp(sᵢ)} (weight
 * normalization: Salimans and Kingma, 2016, arXiv:1602.07868, eq. 2):
 *
 * <pre>{@code Lᵢⱼ = exp(sᵢ)·lᵢⱼ / √(1 + Σₖ lᵢₖ²)    with lᵢᵢ = 1,  k < i}</pre>
 *
 * <p>The parameters {@code lower} ({@code l}, below its diagonal), {@code log_scale}, {@code shift}
 * ({@code b}), {@code theta} and, with a context {@code c}, {@code context_kernel} ({@code W})
 * start at zero, so the layer starts as the identity. {@code s} is squashed within {@code ±ln
 * 1000}. Put a permutation between layers.
 *
 * @param map the map {@code f} of each feature, of the reals onto the reals
 */
public record TriangularSpline(ScalarBijector map) implements Bijector {

  /** The affine part: a triangular matrix, the logs of its diagonal, and the whole shift. */
  private record Linear(Expr matrix, Expr logDiagonal, Expr shift) {}

  public TriangularSpline {
    if (!map.domain().equals(Domain.REALS) || !map.range().equals(Domain.REALS)) {
      throw new IllegalArgumentException(
          "expected a map of the reals onto the reals, got %s from %s to %s"
              .formatted(map, map.domain(), map.range()));
    }
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Linear linear = linear(scope, x.size(-1));
    Expr solved =
        x.minus(linear.shift())
            .matMul(SquareMatrix.inverseOfLower(linear.matrix()).transpose(1, 0));
    Expr logDet = linear.logDiagonal().negated().sumLast();
    return new Mapped(solved, logDet.forEachRowOf(x)).then(map.forward(scope, solved));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Linear linear = linear(scope, y.size(-1));
    Mapped each = map.inverse(scope, y);
    Expr x = each.value().matMul(linear.matrix().transpose(1, 0)).plus(linear.shift());
    return each.then(new Mapped(x, linear.logDiagonal().sumLast().forEachRowOf(y)));
  }

  @Override
  public boolean yieldsReals() {
    return true;
  }

  @Override
  public boolean losesDigits() {
    return map.losesDigits();
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return Require.vector(event, "a triangular spline");
  }

  private static Linear linear(GraphScope scope, int size) {
    Shape square = Shape.of(size, size);
    Expr lower =
        scope.parameter("lower", square, new Zeros<>()).times(SquareMatrix.below(scope, size));
    Expr s = scope.parameter("log_scale", Shape.of(size), new Zeros<>()).squashedLog();
    Expr shift = scope.parameter("shift", Shape.of(size), new Zeros<>());
    Expr logDiagonal = s.minus(lower.square().sumLast().log1p().times(0.5));
    Expr matrix =
        lower.plus(SquareMatrix.identity(scope, size)).times(logDiagonal.exp().expand(-1));
    return new Linear(matrix, logDiagonal, shifted(scope, shift, size));
  }

  private static Expr shifted(GraphScope scope, Expr shift, int size) {
    return scope
        .context()
        .map(
            c ->
                c.matMul(
                    scope.parameter("context_kernel", Shape.of(c.size(-1), size), new Zeros<>())))
        .map(shift::plus)
        .orElse(shift);
  }
}
