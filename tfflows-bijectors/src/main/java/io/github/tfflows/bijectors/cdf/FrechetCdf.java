package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.univariate.Univariate;

/**
 * The distribution function of the largest of many heavy-tailed numbers (Fréchet, 1927, Annales de
 * la Société polonaise de Mathématique 6, 93-116), {@code y = exp(-(x/λ)⁻ᵏ)}, of the positive
 * numbers onto {@code (0, 1)}. {@code log dy/dx = log(k/λ) - (k + 1)·log(x/λ) - (x/λ)⁻ᵏ}.
 * TensorFlow Probability's FrechetCDF has fixed parameters, and a location.
 *
 * <p>The parameters {@code (a, b)} of an entry, and the treatment of the edges of the float range,
 * are as in {@link WeibullCdf}.
 */
public record FrechetCdf() implements PositiveCdf {
  @Override
  public Univariate ofLogarithm() {
    return Extreme.LARGEST;
  }
}
