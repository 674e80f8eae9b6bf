package io.github.tfflows.bijectors;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * A masked dense layer that is fed its inputs of degree 0, 1, ... in turn and yields its units of
 * the same degree each time. What they may see are then the inputs fed so far, so that a slice of
 * the kernel replaces the mask and each unit is computed once.
 */
final class GrowingDense<T extends TFloating> implements Function<Operand<T>, Operand<T>> {
  private final Dense<T> dense;
  private final Ops tf;
  private final List<? extends Operand<T>> kernels;
  private final List<? extends Operand<T>> biases;
  private final Operand<TInt32> origin;
  private final Operand<TInt32> columnAxis;
  private @Nullable Operand<T> seen;
  private int degree;

  /** The weights in blocks of units of one degree, from 0 to {@code highest}. */
  GrowingDense(Dense<T> dense, int highest) {
    this.dense = dense;
    this.tf = dense.scope().tf();
    this.origin = tf.array(0, 0);
    this.columnAxis = tf.constant(1);
    // Blocks first, rows later: the gradient of the kernel is then put together in one piece.
    Operand<TInt32> counts = tf.constant(dense.to().counts(highest));
    this.kernels = split(dense.kernel(), counts, columnAxis, highest + 1L);
    this.biases = split(dense.bias(), counts, tf.constant(0), highest + 1L);
  }

  @Override
  public Operand<T> apply(Operand<T> fed) {
    seen = seen == null ? fed : tf.concat(List.of(seen, fed), columnAxis);
    Operand<T> units = units(seen, biases.get(degree));
    degree++;
    return units;
  }

  /** The units of this degree; a layer may have none, and they may see nothing. */
  private Operand<T> units(Operand<T> before, Operand<T> bias) {
    int rows = dense.from().upTo(degree);
    int columns = dense.to().upTo(degree) - dense.to().upTo(degree - 1);
    if (rows == 0 || columns == 0) {
      return Dense.repeated(dense.scope(), before, bias, columns);
    }
    Operand<T> kernel = tf.slice(kernels.get(degree), origin, tf.array(rows, -1));
    return tf.math.add(tf.linalg.matMul(before, kernel), bias);
  }

  private List<? extends Operand<T>> split(
      Operand<T> x, Operand<TInt32> sizes, Operand<TInt32> axis, long count) {
    // A split into one has no gradient in TensorFlow.
    return count == 1 ? List.of(x) : tf.splitV(x, sizes, axis, count).output();
  }
}
