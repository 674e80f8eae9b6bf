package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.Expr;

/**
 * The normal distribution function, {@code y = Φ((x - t)·exp(-s))}, of the reals onto {@code (0,
 * 1)}; {@code log f(z) = -z²/2 - log √2π}. Its inverse is the probit function (Wichura, 1988,
 * Applied Statistics 37(3), 477-484). TensorFlow Probability calls the standard member NormalCDF.
 */
public record NormalCdf() implements LocationScaleCdf {
  private static final double LOG_ROOT = Math.log(2 * Math.PI) / 2;

  @Override
  public Expr cdf(Expr z) {
    return z.times(-Math.sqrt(0.5)).erfc().times(0.5);
  }

  @Override
  public Expr logDensity(Expr z) {
    return z.square().times(-0.5).minus(LOG_ROOT);
  }

  @Override
  public Expr quantile(Expr u) {
    return u.ndtri();
  }
}
