package io.github.tfflows.tables;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * A column as an output of a graph: text for names, and otherwise numbers, of dates and times in
 * double precision. What {@link TableColumn#decoded} does with a number of the flow is done here by
 * ops.
 *
 * @param column the column
 */
record ColumnOutput(TableColumn column) {
  /**
   * Builds the values of a column.
   *
   * @param x the numbers of the flow, one a row
   * @param isThere where there is a value
   */
  Operand<?> of(Ops tf, Operand<TFloat32> x, Operand<TBool> isThere) {
    if (column.kind().isNamed()) {
      String[] names = column.names().toArray(new String[0]);
      Operand<TInt32> place = tf.dtypes.cast(tf.math.rint(x), TInt32.class);
      Operand<TInt32> last = tf.constant(names.length - 1);
      Operand<TInt32> index = tf.math.minimum(last, tf.math.maximum(tf.constant(0), place));
      return tf.select(
          isThere,
          tf.gather(tf.array(names), index, tf.constant(0)),
          tf.fill(tf.shape(x), tf.constant("")));
    }
    Operand<TFloat32> number =
        tf.select(isThere, rounded(tf, x), tf.fill(tf.shape(x), tf.constant(Float.NaN)));
    return column.coding() instanceof TimeCoding time
        ? tf.math.add(tf.dtypes.cast(number, TFloat64.class), tf.constant(time.epoch()))
        : number;
  }

  private Operand<TFloat32> rounded(Ops tf, Operand<TFloat32> x) {
    if (column.step() == 0) {
      return x;
    }
    Operand<TFloat32> step = tf.constant((float) column.step());
    Operand<TFloat32> number = tf.math.mul(tf.math.rint(tf.math.div(x, step)), step);
    return column.kind() instanceof ColumnKind.Count
        ? tf.math.maximum(tf.constant(0f), number)
        : number;
  }
}
