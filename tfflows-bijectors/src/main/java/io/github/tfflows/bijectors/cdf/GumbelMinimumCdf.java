package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.Expr;

/**
 * The distribution function of the smallest of many numbers, {@code y = 1 - exp(-exp(z))} with
 * {@code z = (x - t)·exp(-s)}, of the reals onto {@code (0, 1)}: that of {@link GumbelCdf} turned
 * around. {@code log f(z) = z - exp(z)}. Its inverse is the complementary log-log function.
 */
public record GumbelMinimumCdf() implements LocationScaleCdf {
  @Override
  public Expr cdf(Expr z) {
    return GumbelCdf.bounded(z).negated().expm1().negated();
  }

  @Override
  public Expr logDensity(Expr z) {
    return z.minus(GumbelCdf.bounded(z));
  }

  @Override
  public Expr quantile(Expr u) {
    return u.negated().log1p().negated().log();
  }
}
