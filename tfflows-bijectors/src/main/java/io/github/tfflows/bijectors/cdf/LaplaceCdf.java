package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.univariate.UnitLaplace;
import io.github.tfflows.core.univariate.Univariate;

/**
 * The distribution function of Laplace, {@code y = exp(z)/2} for {@code z < 0} and {@code 1 -
 * exp(-z)/2} above with {@code z = (x - t)·exp(-s)}, of the reals onto {@code (0, 1)}; {@code log
 * f(z) = -|z| - log 2}.
 */
public record LaplaceCdf() implements LocationScaleCdf {
  @Override
  public Univariate standard() {
    return new UnitLaplace();
  }
}
