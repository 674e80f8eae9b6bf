package io.github.tfflows.bijectors;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** Batches of vectors, shaped {@code [n, d]}. */
final class Vectors {
  /** Returns the shape of one event, or says that the map needs vectors. */
  static Shape require(Shape event, String map) {
    if (event.numDimensions() != 1) {
      throw new IllegalArgumentException(
          map + " maps vectors, got the event shape " + event + "; a Reshape can flatten it");
    }
    return event;
  }

  /** Puts columns side by side; TensorFlow's own op wants at least two. */
  static <T extends TFloating> Operand<T> join(Ops tf, List<Operand<T>> columns) {
    return columns.size() == 1 ? columns.get(0) : tf.concat(columns, tf.constant(1));
  }

  private Vectors() {}
}
