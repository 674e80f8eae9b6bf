package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.univariate.UnitLogistic;
import io.github.tfflows.core.univariate.Univariate;

/**
 * The logistic distribution function, {@code y = 1/(1 + exp(-z))} with {@code z = (x - t)·exp(-s)},
 * of the reals onto {@code (0, 1)}: a {@link io.github.tfflows.bijectors.scalar.Sigmoid} of
 * trainable location and temperature. {@code log f(z) = -log(1 + exp(z)) - log(1 + exp(-z))}.
 */
public record LogisticCdf() implements LocationScaleCdf {
  @Override
  public Univariate standard() {
    return new UnitLogistic();
  }
}
