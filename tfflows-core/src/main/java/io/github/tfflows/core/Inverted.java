package io.github.tfflows.core;

import org.tensorflow.ndarray.Shape;

/**
 * The inverse of a bijector, as {@link Bijector#inverted} returns it: its forward is that one's
 * inverse.
 */
public record Inverted(Bijector bijector) implements Bijector {
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
  public Monotonicity monotonicity(Shape event) {
    return bijector.monotonicity(bijector.inverseEventShape(event));
  }

  @Override
  public boolean losesDigits() {
    return bijector.losesDigits();
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
