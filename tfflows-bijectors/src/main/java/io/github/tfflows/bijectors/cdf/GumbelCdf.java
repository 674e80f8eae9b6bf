package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.univariate.Univariate;

/**
 * The distribution function of the largest of many numbers (Gumbel, 1941, Annals of Mathematical
 * Statistics 12(2), 163-190), {@code y = exp(-exp(-z))} with {@code z = (x - t)·exp(-s)}, of the
 * reals onto {@code (0, 1)}; {@code log f(z) = -z - exp(-z)}. TensorFlow Probability's GumbelCDF
 * has fixed parameters.
 *
 * <p>The inner exponential is at most the largest number times the machine epsilon (4e31 in single
 * precision).
 */
public record GumbelCdf() implements LocationScaleCdf {
  @Override
  public Univariate standard() {
    return Extreme.LARGEST;
  }
}
