package io.github.tfflows.core;

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
