package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/** {@code y = x} of each entry: a placeholder for architectures that need a map. */
public record Identity() implements Increasing {
  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return new Mapped(x, x.zeros());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    return new Mapped(y, y.zeros());
  }
}
