package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import io.github.tfflows.core.Monotonicity;
import org.tensorflow.ndarray.Shape;

/**
 * The inverse of a scalar bijector, as {@link ScalarBijector#inverted} returns it: its forward is
 * that one's inverse, and its domain that one's range.
 */
public record InvertedScalar(ScalarBijector map) implements ScalarBijector {
  @Override
  public int parameters() {
    return map.parameters();
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return map.inverse(scope, x, theta);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    return map.forward(scope, y, theta);
  }

  @Override
  public Domain domain() {
    return map.range();
  }

  @Override
  public Domain range() {
    return map.domain();
  }

  @Override
  public boolean losesDigits() {
    return map.losesDigits();
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    return map.monotonicity(event);
  }

  @Override
  public ScalarBijector inverted() {
    return map;
  }

  @Override
  public String name() {
    return map.name();
  }
}
