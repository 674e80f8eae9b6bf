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
 * @param weights the weights; none where all rows count equally
 * @param groups the groups; none where all rows are on their own
 * @param count the number of rows
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
record Flat(float[] x, float[] context, float[] weights, float[] groups, int count)
    implements Serializable {
  static Flat of(Data data) {
    return new Flat(
        data.x().values(),
        data.context().values(),
        data.weights().values(),
        data.groups().values(),
        data.count());
  }

  Data data() {
    return new Data(rows(x), rows(context), rows(weights), rows(groups));
  }

  private Rows rows(float[] values) {
    return new Rows(values, Shape.of(count == 0 ? 0 : values.length / count), count);
  }
}
