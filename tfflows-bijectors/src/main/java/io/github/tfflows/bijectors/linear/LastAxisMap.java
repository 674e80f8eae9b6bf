package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Require;
import org.tensorflow.ndarray.Shape;

/** A linear or affine map of the vectors along the last axis, each by itself. */
public interface LastAxisMap extends Bijector {
  /** Returns the size of the last axis. */
  int size();

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the last axis has another size
   */
  @Override
  default Shape forwardEventShape(Shape event) {
    return Require.lastAxis(event, size(), getClass().getSimpleName());
  }

  @Override
  default boolean yieldsReals() {
    return true;
  }
}
