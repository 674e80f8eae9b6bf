package io.github.tfflows.spark.shard;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import java.io.Serializable;
import org.tensorflow.ndarray.Shape;

/**
 * Rows that travel between JVMs.
 *
 * @param x the entries of the events
 * @param context the entries of the contexts
 * @param count the number of rows
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
record Flat(float[] x, float[] context, int count) implements Serializable {
  static Flat of(Data data) {
    return new Flat(data.x().values(), data.context().values(), data.count());
  }

  Data data() {
    return new Data(rows(x), rows(context));
  }

  private Rows rows(float[] values) {
    return new Rows(values, Shape.of(count == 0 ? 0 : values.length / count), count);
  }
}
