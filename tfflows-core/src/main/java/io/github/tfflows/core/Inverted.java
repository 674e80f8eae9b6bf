package io.github.tfflows.core;

import org.tensorflow.ndarray.Shape;

/** The inverse of a bijector. */
record Inverted(Bijector bijector) implements Bijector {
  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return bijector.inverse(scope, x);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return bijector.forward(scope, y);
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return bijector.inverseEventShape(event);
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return bijector.forwardEventShape(event);
  }

  @Override
  public Expr forwardPresence(Expr presence) {
    return bijector.inversePresence(presence);
  }

  @Override
  public Expr inversePresence(Expr presence) {
    return bijector.forwardPresence(presence);
  }

  @Override
  public Bijector inverted() {
    return bijector;
  }

  @Override
  public String name() {
    return bijector.name();
  }
}
