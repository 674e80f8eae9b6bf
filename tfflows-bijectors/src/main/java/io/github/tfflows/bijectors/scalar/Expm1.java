package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * {@code y = exp(x) - 1} of each entry: the reals onto the numbers above -1, precise near zero. Its
 * {@link #inverted()} is {@code log(1 + y)}.
 *
 * <p>{@code log dy/dx = x}. Values are clipped to the range of the float type, with zero gradient.
 * In the inverse, data from -1 to {@code -1 + ε}, with {@code ε} the machine epsilon, are clipped
 * to {@code -1 + ε}; so {@code x} is at least -15.9 in single precision and -36.0 in double.
 */
public record Expm1() implements Increasing {
  @Override
  public Domain range() {
    return Domain.above(-1);
  }

  /** It does near -1. */
  @Override
  public boolean losesDigits() {
    return true;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    double end = -Math.log(scope.limits().smallest());
    Expr within = x.clip(-end, end);
    return new Mapped(within.expm1(), within);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr x = y.clip(scope.limits().epsilon() - 1, scope.limits().largest()).log1p();
    return new Mapped(x, x.negated());
  }
}
