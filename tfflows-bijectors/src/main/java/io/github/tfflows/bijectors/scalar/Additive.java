package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * A shift, {@code y = x + t} with {@code log dy/dx = 0}, of the reals onto the reals: the scalar
 * map of NICE (Dinh et al., 2015, arXiv:1410.8516, section 3.2). It preserves volume. Its one
 * parameter is {@code t}.
 */
public record Additive() implements Increasing {
  @Override
  public int parameters() {
    return 1;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return new Mapped(x.plus(theta.entry(0)), x.zeros());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    return new Mapped(y.minus(theta.entry(0)), y.zeros());
  }
}
