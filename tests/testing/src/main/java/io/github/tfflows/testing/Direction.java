package io.github.tfflows.testing;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.Locale;

/** The two ways through a bijector. */
public enum Direction {
  FORWARD,
  INVERSE;

  public Direction opposite() {
    return this == FORWARD ? INVERSE : FORWARD;
  }

  public Mapped build(Bijector bijector, GraphScope scope, Expr x) {
    return this == FORWARD ? bijector.forward(scope, x) : bijector.inverse(scope, x);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
