package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.univariate.Univariate;

/**
 * The distribution function of the loss of energy of particles (Moyal, 1955, Philosophical Magazine
 * 46, 263-280), {@code y = erfc(exp(-z/2)/√2)} with {@code z = (x - t)·exp(-s)}, of the reals onto
 * {@code (0, 1)}; {@code log f(z) = -(z + exp(-z))/2 - log √2π}. TensorFlow Probability's MoyalCDF
 * has fixed parameters.
 */
public record MoyalCdf() implements LocationScaleCdf {
  @Override
  public Univariate standard() {
    return Extreme.MOYAL;
  }
}
