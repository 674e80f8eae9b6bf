package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.univariate.Univariate;

/**
 * The exponential distribution function, {@code y = 1 - exp(-x/λ)}, of the positive numbers onto
 * {@code (0, 1)}; {@code log dy/dx = -x/λ - log λ}. Its one parameter {@code a} is squashed, {@code
 * log λ = a / (1 + |a| / ln 1000)}. It is the {@link WeibullCdf} of shape one, which also describes
 * the treatment of the edges of the float range.
 */
public record ExponentialCdf() implements PositiveCdf {
  @Override
  public int parameters() {
    return 1;
  }

  @Override
  public Univariate ofLogarithm() {
    return Extreme.SMALLEST;
  }

  @Override
  public Expr logShape(Expr theta) {
    return theta.scope().constant(0);
  }
}
