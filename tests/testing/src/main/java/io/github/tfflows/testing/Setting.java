package io.github.tfflows.testing;

import org.tensorflow.ndarray.Shape;

/**
 * The events that a bijector is built for.
 *
 * @param event their shape
 * @param contextSize the number of columns of the context; 0 for none
 */
public record Setting(Shape event, int contextSize) {
  @Override
  public String toString() {
    return event + (contextSize == 0 ? "" : " given " + contextSize + " numbers");
  }
}
