package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.graph.Require;
import org.tensorflow.ndarray.Shape;

/** Shapes of events whose last axis gains or loses entries. */
final class LastAxis {
  /**
   * Returns the shape of an event with more entries along the last axis.
   *
   * @param more their number, negative for fewer
   * @param map the map that adds them, with its article
   * @throws IllegalArgumentException if a size is unknown, or no entry would be left
   */
  static Shape longer(Shape event, int more, String map) {
    long[] sizes = Require.known(event).asArray();
    sizes[sizes.length - 1] += more;
    if (sizes[sizes.length - 1] < 1) {
      throw new IllegalArgumentException(
          "%s yields at least %s entries, got event shape %s".formatted(map, 1 - more, event));
    }
    return Shape.of(sizes);
  }

  private LastAxis() {}
}
