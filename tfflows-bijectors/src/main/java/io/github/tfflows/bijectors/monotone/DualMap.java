package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.function.Function;

/**
 * An increasing map defined only by {@code y = f(x; θ)} on {@link Dual} numbers, which yield the
 * slope. {@link TangentTails Tangents} continue the map beyond {@code ±bound}, and a search finds
 * the inverse.
 *
 * <p>{@code f} must increase within the bound for every {@code θ}. {@code f(x; 0) = x} makes a flow
 * start as the identity.
 */
public interface DualMap extends TangentTails {
  /**
   * Builds {@code f(x; θ)} of entries within {@code ±bound}.
   *
   * @param x entries shaped {@code [n, event...]}, the variable
   * @param theta their parameters, shaped as for {@link #forward(GraphScope, Expr, Expr)}
   */
  Dual map(Dual x, Expr theta);

  @Override
  default Function<Expr, Mapped> within(GraphScope scope, Expr theta) {
    return x -> map(Dual.variable(x), theta).mapped();
  }
}
