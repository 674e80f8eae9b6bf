package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.Expr;

/**
 * The distribution function of Laplace, {@code y = exp(z)/2} for {@code z < 0} and {@code 1 -
 * exp(-z)/2} above with {@code z = (x - t)·exp(-s)}, of the reals onto {@code (0, 1)}; {@code log
 * f(z) = -|z| - log 2}.
 */
public record LaplaceCdf() implements LocationScaleCdf {
  @Override
  public Expr cdf(Expr z) {
    Expr tail = z.abs().negated().exp().times(0.5);
    return z.greater(0).select(tail.complement(), tail);
  }

  @Override
  public Expr logDensity(Expr z) {
    return z.abs().negated().minus(Math.log(2));
  }

  @Override
  public Expr quantile(Expr u) {
    Expr above = u.complement().times(2).log().negated();
    return u.greater(0.5).select(above, u.times(2).log());
  }
}
