package io.github.tfflows.core.graph;

import java.util.Arrays;
import org.tensorflow.ndarray.Shape;

/** Checks of event shapes, for definitions that act only on some shapes. */
public final class EventShapes {
  /**
   * Returns the shape if it has an axis and all its sizes are known.
   *
   * @throws IllegalArgumentException if not
   */
  public static Shape requireKnown(Shape event) {
    if (event.isUnknown()
        || event.numDimensions() == 0
        || Arrays.stream(event.asArray()).anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "an event needs at least one axis and known sizes of at least 1, got the shape " + event);
    }
    return event;
  }

  /**
   * Returns the shape if its last axis has the given size.
   *
   * @param map the map that needs it, with its article: {@code "a permutation"}
   * @throws IllegalArgumentException if the last axis has another size
   */
  public static Shape requireLast(Shape event, int size, String map) {
    if (event.isUnknown() || event.numDimensions() == 0 || event.get(-1) != size) {
      throw new IllegalArgumentException(
          "%s of %s entries cannot act on event shape %s".formatted(map, size, event));
    }
    return event;
  }

  /**
   * Returns the shape if it is that of a vector.
   *
   * @param map the map that needs it, with its article: {@code "a planar flow"}
   * @throws IllegalArgumentException if there are several axes, or none
   */
  public static Shape requireVector(Shape event, String map) {
    if (event.isUnknown() || event.numDimensions() != 1) {
      throw new IllegalArgumentException(
          "%s maps vectors, got the event shape %s; a Reshape can flatten it"
              .formatted(map, event));
    }
    return event;
  }

  /**
   * Returns the shape if it is that of an image, {@code [height, width, channels]}, all known.
   *
   * @param map the map that needs it, with its article: {@code "a squeeze"}
   * @throws IllegalArgumentException if there are more axes, or fewer, or a size is unknown
   */
  public static Shape requireImage(Shape event, String map) {
    if (event.isUnknown() || event.numDimensions() != 3) {
      throw new IllegalArgumentException(
          "%s maps images [height, width, channels], got the event shape %s".formatted(map, event));
    }
    return requireKnown(event);
  }

  private EventShapes() {}
}
