package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import java.util.function.BiFunction;
import org.tensorflow.ndarray.Shape;

/**
 * Changes the entries that a {@link Coupling} keeps, the first {@code k = ⌊d/2⌋} along the last
 * axis, each by a monotone map with its own trainable parameters, and keeps the others:
 *
 * <pre>{@code
 * yᵢ = f(xᵢ; θᵢ)    for i ≤ k
 * yᵢ = xᵢ           for i > k
 * }</pre>
 *
 * <p>Before a coupling it is the unconditional transform of neural spline flows (Durkan et al.,
 * 2019, arXiv:1906.04032, section 4.1); see {@link Coupling#alsoMapping}.
 *
 * @param map the map {@code f} of each moved entry
 */
public record KeptHalf(ScalarBijector map) implements ScalarBijector.Host {
  @Override
  public Monotonicity monotonicity(Shape event) {
    return map.monotonicity(event).and(Monotonicity.INCREASING);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return mapped(scope, x, map::forward);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return mapped(scope, y, map::inverse);
  }

  private static Mapped mapped(
      GraphScope scope, Expr x, BiFunction<GraphScope, Expr, Mapped> direction) {
    int d = x.size(-1);
    int k = d / 2;
    if (k == 0) {
      return Mapped.preservingVolume(x);
    }
    Mapped kept = direction.apply(scope.part(0, k), x.slice(-1, 0, k));
    List<Expr> halves = List.of(kept.value(), x.slice(-1, k, d - k));
    return new Mapped(scope.concat(-1, halves), kept.logDet());
  }
}
