package io.github.tfflows.core.univariate;

import io.github.tfflows.core.graph.Expr;

/** The logistic distribution of unit scale, {@code F(z) = 1 / (1 + exp(-z))}. */
public record UnitLogistic() implements LogSymmetric {
  /** {@inheritDoc} The density is even, and the softplus of {@code -|z|} is exact far out. */
  @Override
  public Expr logDensity(Expr z) {
    Expr far = z.abs();
    return far.plus(far.negated().softplus().times(2)).negated();
  }

  @Override
  public Expr cdf(Expr z) {
    return z.sigmoid();
  }

  @Override
  public Expr quantile(Expr p) {
    return p.log().minus(p.negated().log1p());
  }

  @Override
  public Point at(Expr z) {
    Expr opposite = z.negated();
    return new Point(z, opposite.softplus().negated(), z.softplus().negated(), opposite.sigmoid());
  }

  @Override
  public Point lower(Expr logProbability) {
    Expr hazard = logProbability.exp().complement();
    Expr logHazard = logProbability.exp().negated().log1p();
    return new Point(logProbability.minus(logHazard), logProbability, logHazard, hazard);
  }

  @Override
  public Expr centered(Expr z) {
    return z.times(0.5).tanh();
  }

  @Override
  public Expr quantile(Expr logBelow, Expr logAbove) {
    return logBelow.minus(logAbove);
  }
}
