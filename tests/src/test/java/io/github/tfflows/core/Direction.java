package io.github.tfflows.core;

import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/** The two ways through a bijector. */
public enum Direction {
  FORWARD,
  INVERSE;

  public Direction opposite() {
    return this == FORWARD ? INVERSE : FORWARD;
  }

  public <T extends TFloating> Mapped<T> build(
      Bijector bijector, GraphScope<T> scope, Operand<T> x) {
    return this == FORWARD ? bijector.forward(scope, x) : bijector.inverse(scope, x);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
