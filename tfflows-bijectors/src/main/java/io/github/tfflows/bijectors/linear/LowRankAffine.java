package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.graph.SquareMatrix;
import org.tensorflow.framework.initializers.RandomUniform;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;

/**
 * A diagonal matrix plus a low-rank matrix, and a shift, {@code y = (D + U·Vᵀ)·x + b}, on the last
 * axis: with rank {@code k} it costs {@code d·k} instead of {@code d²}.
 *
 * <pre>{@code
 * C = I + Vᵀ·D⁻¹·U                        [k, k]
 * log |det dy/dx| = Σ s + log |det C|     matrix determinant lemma; D = diag(exp s)
 * W⁻¹ = D⁻¹ - D⁻¹·U·C⁻¹·Vᵀ·D⁻¹            Sherman, Morrison and Woodbury
 * }</pre>
 *
 * <p>times h·w for images. The parameter {@code log_scale} is squashed, {@code s = a / (1 + |a| /
 * ln 1000)}. {@code V} starts at zero and {@code U} uniform on {@code ±1/√d}, so that the map
 * starts as the identity. If {@code det C} is zero it has no inverse; training avoids that, because
 * the likelihood is zero there.
 *
 * @param size the number of features or channels, at least one
 * @param rank the number {@code k} of columns of {@code U} and {@code V}, from one to the size
 */
public record LowRankAffine(int size, int rank) implements LastAxisMap {
  /** The scales {@code exp s} with their logarithms, and the two factors {@code [d, k]}. */
  private record Factors(Expr s, Expr u, Expr v) {
    Expr capacitance() {
      Expr scaled = u.over(s.exp().expand(-1));
      Expr identity = SquareMatrix.identity(u.scope(), u.size(-1));
      return v.transpose(1, 0).matMul(scaled).plus(identity);
    }

    Expr logDet() {
      return s.sumLast().plus(SquareMatrix.logDet(capacitance()));
    }
  }

  public LowRankAffine {
    Require.atLeast("size", size, 1);
    Require.within("rank", rank, 1, size);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Factors at = factors(scope);
    Expr y = x.times(at.s().exp()).plus(x.matMul(at.v()).matMul(at.u().transpose(1, 0)));
    return new Mapped(y.plus(shift(scope)), LinearMap.forEachVector(x, at.logDet()));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Factors at = factors(scope);
    Expr inner = SquareMatrix.inverse(at.capacitance()).transpose(1, 0);
    Expr z = y.minus(shift(scope));
    Expr scaled = z.over(at.s().exp());
    Expr moved = scaled.matMul(at.v()).matMul(inner).matMul(at.u().transpose(1, 0));
    Expr x = scaled.minus(moved.over(at.s().exp()));
    return new Mapped(x, LinearMap.forEachVector(y, at.logDet().negated()));
  }

  private Factors factors(GraphScope scope) {
    double reach = 1 / Math.sqrt(size);
    Shape tall = Shape.of(size, rank);
    Expr s = TriangularMatrix.logScale(scope, size);
    Expr u = scope.parameter("u", tall, new RandomUniform<>(-reach, reach, scope.sub("u").seed()));
    return new Factors(s, u, scope.parameter("v", tall, new Zeros<>()));
  }

  private Expr shift(GraphScope scope) {
    return scope.parameter("shift", Shape.of(size), new Zeros<>());
  }
}
