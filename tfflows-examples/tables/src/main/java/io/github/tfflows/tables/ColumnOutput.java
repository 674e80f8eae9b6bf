package io.github.tfflows.tables;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * A column as an output of a graph: text for names, and otherwise numbers, of dates and times in
 * double precision. The same conversion as {@link TableColumn#drawn}, as ops.
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
    Operand<TFloat64> number = rounded(tf, tf.dtypes.cast(x, TFloat64.class));
    Operand<TFloat64> orNaN =
        tf.select(isThere, number, tf.fill(tf.shape(x), tf.constant(Double.NaN)));
    return column.coding() instanceof TimeCoding time
        ? tf.math.add(orNaN, tf.constant(time.epoch()))
        : tf.dtypes.cast(orNaN, TFloat32.class);
  }

  private Operand<TFloat64> rounded(Ops tf, Operand<TFloat64> x) {
    Operand<TFloat64> number = x;
    if (column.step() > 0) {
      Operand<TFloat64> step = tf.constant(column.step());
      number = tf.math.mul(tf.math.rint(tf.math.div(x, step)), step);
    }
    if (column.kind() instanceof ColumnKind.TimeOfDay) {
      return tf.math.floorMod(number, tf.constant(column.kind().cycle().orElseThrow()));
    }
    if (column.coding() instanceof NumberCoding range) {
      number = tf.math.maximum(tf.constant(range.low()), number);
      number = tf.math.minimum(tf.constant(range.high()), number);
    }
    return column.kind() instanceof ColumnKind.Count
        ? tf.math.maximum(tf.constant(0.0), number)
        : number;
  }
}
