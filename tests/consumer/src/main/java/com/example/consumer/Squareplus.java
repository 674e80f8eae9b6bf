package com.example.consumer;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/** Squareplus, {@code y = (x + √(x² + b)) / 2} (Barron, 2021, arXiv:2112.11687, eq. 1). */
public record Squareplus() implements Increasing {
  @Override
  public Domain range() {
    return Domain.POSITIVE;
  }

  @Override
  public int parameters() {
    return 1;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    Expr rootB = logRootB(theta).exp();
    Expr u = x.over(rootB).asinh();
    return new Mapped(rootB.times(u.exp()).times(0.5), logSlope(u));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr within = y.clip(scope.limits().smallest(), scope.limits().largest());
    Expr b = logRootB(theta).times(2).exp();
    Expr u = within.times(2).log().minus(logRootB(theta));
    return new Mapped(within.minus(b.over(within).times(0.25)), logSlope(u).negated());
  }

  /** {@code log dy/dx = log sigmoid(2u)} with {@code u = arsinh(x / √b) = log(2y / √b)}. */
  private static Expr logSlope(Expr u) {
    return u.times(-2).softplus().negated();
  }

  private static Expr logRootB(Expr theta) {
    return theta.entry(0).squash(3); // within (-3, 3), whatever a network yields
  }
}
