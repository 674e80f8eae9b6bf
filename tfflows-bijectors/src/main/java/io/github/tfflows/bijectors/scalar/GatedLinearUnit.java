package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * The gate of a gated linear unit (Dauphin et al., 2017, arXiv:1612.08083, eq. 1) on a number, of
 * the reals onto the reals:
 *
 * <pre>{@code y = 2·σ(a)·x     log dy/dx = log 2 - log(1 + exp(-a))}</pre>
 *
 * <p>The factor two, which nflows' {@code GatedLinearUnit} lacks, makes {@code a = 0} the identity.
 * The slope is at most two, so a stack of gated layers cannot make a point explode as exponential
 * scales can.
 *
 * <p>The parameter {@code u} of an entry is squashed, {@code a = u / (1 + |u| / ln 1000)}, so that
 * the slope lies within (2e-3, 2).
 */
public record GatedLinearUnit() implements Increasing {

  @Override
  public int parameters() {
    return 1;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    Expr logSlope = logSlope(theta);
    return new Mapped(x.times(logSlope.exp()), logSlope.broadcastLike(x));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr logSlope = logSlope(theta).negated();
    return new Mapped(y.times(logSlope.exp()), logSlope.broadcastLike(y));
  }

  private static Expr logSlope(Expr theta) {
    return theta.entry(0).squashedLog().negated().softplus().negated().plus(Math.log(2));
  }
}
