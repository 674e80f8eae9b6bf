package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.univariate.Univariate;

/**
 * The distribution function of the length of a Gaussian vector of two entries (Rayleigh, 1880,
 * Philosophical Magazine 10, 73-78), {@code y = 1 - exp(-x²/(2σ²))}, of the positive numbers onto
 * {@code (0, 1)}; {@code log dy/dx = log x - 2·log σ - x²/(2σ²)}. Its one parameter {@code a} is
 * squashed, {@code log σ = a / (1 + |a| / ln 1000)}. It is the {@link WeibullCdf} of shape two and
 * scale {@code σ·√2}, which also describes the treatment of the edges of the float range.
 * TensorFlow Probability's RayleighCDF has a fixed scale.
 */
public record RayleighCdf() implements PositiveCdf {
  @Override
  public int parameters() {
    return 1;
  }

  @Override
  public Univariate ofLogarithm() {
    return Extreme.SMALLEST;
  }

  @Override
  public Expr logScale(Expr theta) {
    return theta.entry(0).squashedLog().plus(Math.log(2) / 2);
  }

  @Override
  public Expr logShape(Expr theta) {
    return theta.scope().constant(Math.log(2));
  }
}
