package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.Expr;

/**
 * The logistic distribution function, {@code y = 1/(1 + exp(-z))} with {@code z = (x - t)·exp(-s)},
 * of the reals onto {@code (0, 1)}: a {@link io.github.tfflows.bijectors.scalar.Sigmoid} of
 * trainable location and temperature. {@code log f(z) = -log(1 + exp(z)) - log(1 + exp(-z))}.
 */
public record LogisticCdf() implements LocationScaleCdf {
  @Override
  public Expr cdf(Expr z) {
    return z.sigmoid();
  }

  @Override
  public Expr logDensity(Expr z) {
    return z.softplus().plus(z.negated().softplus()).negated();
  }

  @Override
  public Expr quantile(Expr u) {
    return u.log().minus(u.negated().log1p());
  }
}
