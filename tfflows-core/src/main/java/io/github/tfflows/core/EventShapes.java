package io.github.tfflows.core;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/** What the distributions check and build about the shape of one event. */
final class EventShapes {
  /** Returns the shape, or says which size is missing. */
  static Shape requireKnown(Shape event) {
    if (event.isUnknown() || event.numDimensions() == 0) {
      throw new IllegalArgumentException(
          "an event needs at least one axis, got the shape " + event);
    }
    for (long size : event.asArray()) {
      if (size < 1) {
        throw new IllegalArgumentException(
            "every size of an event must be at least 1, got the shape " + event);
      }
    }
    return event;
  }

  /** Builds the shape of {@code count} events. */
  static Operand<TInt32> batched(Ops tf, Operand<TInt32> count, Shape event) {
    int[] sizes = new int[event.numDimensions()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = (int) event.get(i);
    }
    return tf.concat(
        List.of(tf.expandDims(count, tf.constant(0)), tf.constant(sizes)), tf.constant(0));
  }

  private EventShapes() {}
}
