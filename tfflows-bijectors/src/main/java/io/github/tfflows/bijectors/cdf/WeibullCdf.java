package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.univariate.Univariate;

/**
 * The distribution function of Weibull (1951, Journal of Applied Mechanics 18(3), 293-297), {@code
 * y = 1 - exp(-(x/λ)ᵏ)}, of the positive numbers onto {@code (0, 1)}. {@code log dy/dx = log(k/λ) +
 * (k - 1)·log(x/λ) - (x/λ)ᵏ}. TensorFlow Probability's WeibullCDF has fixed parameters.
 *
 * <p>The two parameters {@code (a, b)} of an entry are squashed, {@code log λ = a / (1 + |a| / ln
 * 1000)} and {@code log k = b / (1 + |b| / ln 10)}. {@code a = b = 0} is the standard exponential
 * distribution. Data at or below zero count as the smallest normal number divided by the machine
 * epsilon. In the inverse, data closer to zero or one than the machine epsilon are clipped to that
 * distance, with zero gradient.
 */
public record WeibullCdf() implements PositiveCdf {
  @Override
  public Univariate ofLogarithm() {
    return Extreme.SMALLEST;
  }
}
