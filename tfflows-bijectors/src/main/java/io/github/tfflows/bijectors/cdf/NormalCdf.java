package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.univariate.UnitNormal;
import io.github.tfflows.core.univariate.Univariate;

/**
 * The normal distribution function, {@code y = Φ((x - t)·exp(-s))}, of the reals onto {@code (0,
 * 1)}; {@code log f(z) = -z²/2 - log √2π}. Its inverse is the probit function (Wichura, 1988,
 * Applied Statistics 37(3), 477-484). TensorFlow Probability calls the standard member NormalCDF.
 */
public record NormalCdf() implements LocationScaleCdf {
  @Override
  public Univariate standard() {
    return new UnitNormal();
  }
}
