package io.github.tfflows.core;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/** A shape-preserving bijector turned around. */
record Inverted(Bijector bijector) implements Bijector {
  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    return bijector.inverse(scope, x);
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    return bijector.forward(scope, y);
  }

  @Override
  public Shape eventShape(Shape event) {
    return bijector.eventShape(event);
  }

  @Override
  public Bijector inverted() {
    return bijector;
  }
}
