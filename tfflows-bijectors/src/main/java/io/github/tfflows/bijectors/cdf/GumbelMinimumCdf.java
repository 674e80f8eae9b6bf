package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.univariate.Univariate;

/**
 * The distribution function of the smallest of many numbers, {@code y = 1 - exp(-exp(z))} with
 * {@code z = (x - t)·exp(-s)}, of the reals onto {@code (0, 1)}: the mirror image of {@link
 * GumbelCdf}. {@code log f(z) = z - exp(z)}. Its inverse is the complementary log-log function.
 */
public record GumbelMinimumCdf() implements LocationScaleCdf {
  @Override
  public Univariate standard() {
    return Extreme.SMALLEST;
  }
}
