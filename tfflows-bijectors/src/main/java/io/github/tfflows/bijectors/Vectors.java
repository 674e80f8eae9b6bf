package io.github.tfflows.bijectors;

import java.util.ArrayList;
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

  /** Takes vectors apart into their columns, {@code [n, 1]} each, by way of contiguous rows. */
  static <T extends TFloating> List<Operand<T>> columns(Ops tf, Operand<T> x) {
    int d = LastAxis.size(x);
    List<Operand<T>> columns = new ArrayList<>();
    for (Operand<T> row : tf.unstack(tf.linalg.transpose(x, tf.array(1, 0)), (long) d).output()) {
      columns.add(tf.reshape(row, tf.array(-1, 1)));
    }
    return columns;
  }

  /** Puts many columns together, {@code [n, 1]} each, by way of contiguous rows. */
  static <T extends TFloating> Operand<T> ofColumns(Ops tf, List<Operand<T>> columns) {
    Operand<T> rows = tf.reshape(tf.stack(columns), tf.array(columns.size(), -1));
    return tf.linalg.transpose(rows, tf.array(1, 0));
  }

  private Vectors() {}
}
