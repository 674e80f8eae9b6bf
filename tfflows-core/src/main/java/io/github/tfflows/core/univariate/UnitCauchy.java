package io.github.tfflows.core.univariate;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;

/** The Cauchy distribution of unit scale, {@code f(z) = 1 / (π·(1 + z²))}. */
public record UnitCauchy() implements Symmetric {
  @Override
  public Expr logDensity(Expr z) {
    return UnitStudent.log1pSquare(z).plus(Math.log(Math.PI)).negated();
  }

  /** {@inheritDoc} Computed from the angle of {@code 1/|z|}, which is small in the tails. */
  @Override
  public Expr cdf(Expr z) {
    GraphScope scope = z.scope();
    Expr angle = scope.expr(scope.tf().math.atan(scope.constant(1).over(z.abs())));
    Expr tail = angle.times(1 / Math.PI);
    return z.greater(0).select(tail.complement(), tail);
  }

  /**
   * {@inheritDoc} Computed from the angle of the smaller tail, since the angle of the other tail
   * can round to beyond π.
   */
  @Override
  public Expr quantile(Expr p) {
    Expr angle = p.min(p.complement()).times(Math.PI);
    Expr distance = angle.cos().over(angle.sin());
    return p.greater(0.5).select(distance, distance.negated());
  }
}
