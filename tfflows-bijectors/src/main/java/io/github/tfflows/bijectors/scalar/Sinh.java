package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * {@code y = sinh(x)} of each entry: the reals onto the reals, linear near zero and exponential far
 * from it. Its {@link #inverted()} is the inverse hyperbolic sine, a logarithmic scale for data
 * with either sign (Burbidge, Magee and Robb, 1988, Journal of the American Statistical Association
 * 83(401), 123-127).
 *
 * <p>{@code log dy/dx = log cosh(x)}. Values beyond half the largest number times the machine
 * epsilon (2e31 in single precision) are clipped there, with zero gradient.
 */
public record Sinh() implements Increasing {
  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    double end = Math.log(scope.limits().large());
    Expr within = x.clip(-end, end);
    return new Mapped(within.sinh(), logCosh(within));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr x = y.asinh();
    return new Mapped(x, logCosh(x).negated());
  }

  /** {@code log cosh u = |u| + log(1 + exp(-2|u|)) - log 2}, which does not overflow. */
  private static Expr logCosh(Expr u) {
    return u.abs().plus(u.abs().times(-2).softplus()).minus(Math.log(2));
  }
}
