package io.github.tfflows.core.univariate;

import io.github.tfflows.core.graph.Expr;

/** The Laplace distribution of unit scale, {@code f(z) = exp(-|z|) / 2}. */
public record UnitLaplace() implements Symmetric {
  @Override
  public Expr logDensity(Expr z) {
    return z.abs().plus(Math.log(2)).negated();
  }

  @Override
  public Expr cdf(Expr z) {
    Expr tail = z.abs().negated().exp().times(0.5);
    return z.greater(0).select(tail.complement(), tail);
  }

  @Override
  public Expr quantile(Expr p) {
    Expr above = p.complement().times(2).log().negated();
    return p.greater(0.5).select(above, p.times(2).log());
  }
}
