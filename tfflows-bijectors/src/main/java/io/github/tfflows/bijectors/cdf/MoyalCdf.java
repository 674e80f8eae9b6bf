package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.Expr;

/**
 * The distribution function of the loss of energy of particles (Moyal, 1955, Philosophical Magazine
 * 46, 263-280), {@code y = erfc(exp(-z/2)/√2)} with {@code z = (x - t)·exp(-s)}, of the reals onto
 * {@code (0, 1)}; {@code log f(z) = -(z + exp(-z))/2 - log √2π}. TensorFlow Probability's MoyalCDF
 * has fixed parameters.
 */
public record MoyalCdf() implements LocationScaleCdf {
  private static final double LOG_ROOT = Math.log(2 * Math.PI) / 2;

  @Override
  public Expr cdf(Expr z) {
    return GumbelCdf.bounded(z.times(-0.5)).times(Math.sqrt(0.5)).erfc();
  }

  @Override
  public Expr logDensity(Expr z) {
    return z.plus(GumbelCdf.bounded(z.negated())).times(-0.5).minus(LOG_ROOT);
  }

  /** {@code erfc(a/√2) = 2Φ(-a)}, so that {@code a = -Φ⁻¹(u/2)}. */
  @Override
  public Expr quantile(Expr u) {
    return u.times(0.5).ndtri().negated().log().times(-2);
  }
}
