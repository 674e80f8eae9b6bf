package io.github.tfflows.core;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The half of the vocabulary of an {@link Expr} that acts along axes: sums, products with matrices,
 * cuts and changes of shape. An axis counts from the front, or from the back if it is negative:
 * axis -1 is the last one.
 */
public sealed interface Axes extends Operand<TFloating> permits Expr {
  /** Returns the place in the graph where the array was built. */
  GraphScope scope();

  /** Sums every axis but the first, the batch. */
  default Expr sumEvent() {
    return sum(IntStream.range(1, rank()).toArray());
  }

  /** Sums over the last axis. */
  default Expr sumLast() {
    return sum(-1);
  }

  /** Sums over axes, which disappear. */
  default Expr sum(int... axes) {
    return scope().expr(tf().reduceSum(this, axes(axes)));
  }

  /** Returns the sums of each entry along an axis and of all before it. */
  default Expr cumulativeSum(int axis) {
    return scope().expr(tf().math.cumsum(this, tf().constant(fromFront(axis))));
  }

  /** Returns the mean over axes, which disappear. */
  default Expr mean(int... axes) {
    return scope().expr(tf().math.mean(this, tf().array(axes)));
  }

  /** Returns the largest entry along an axis, which keeps its place with size one. */
  default Expr maxAlong(int axis) {
    return scope().expr(tf().reduceMax(this, tf().array(axis), ReduceMax.keepDims(true)));
  }

  /** Returns {@code log Σ exp(aₖ)} over the last axis; minus infinity where every {@code aₖ} is. */
  default Expr logSumExpLast() {
    Expr largest = maxAlong(-1).stopGradient().max(-Float.MAX_VALUE); // finite
    return scope().expr(this).minus(largest).exp().sumLast().log().plus(largest.sumLast());
  }

  /**
   * Multiplies the vectors along the last axis by a matrix, {@code [..., a]} to {@code [..., b]}.
   */
  default Expr matMul(Expr matrix) {
    if (rank() == 2) {
      return scope().expr(tf().linalg.matMul(this, matrix));
    }
    long[] sizes = shape().asArray();
    sizes[0] = -1;
    long inputs = sizes[sizes.length - 1];
    sizes[sizes.length - 1] = matrix.shape().get(-1);
    return reshape(-1, inputs).matMul(matrix).reshape(sizes);
  }

  /** Returns the number of entries along an axis, or says that it must be known. */
  default int size(int axis) {
    long size = rank() == 0 ? Shape.UNKNOWN_SIZE : shape().get(axis);
    if (size == Shape.UNKNOWN_SIZE) {
      throw new IllegalArgumentException(
          "expected a known size of axis %s, got an array of shape %s".formatted(axis, shape()));
    }
    return Math.toIntExact(size);
  }

  /** Builds the number of rows, a scalar. */
  default Operand<TInt32> rowCount() {
    Operand<TInt32> first = tf().slice(tf().shape(this), tf().array(0), tf().array(1));
    return tf().reshape(first, tf().constant(new int[0]));
  }

  /** Returns how many vectors along the last axis an event has: 1 for vectors, h·w for images. */
  default int places() {
    return IntStream.range(1, rank() - 1).map(this::size).reduce(1, Math::multiplyExact);
  }

  /** Cuts {@code size} entries out of an axis, beginning at {@code from}. */
  default Expr slice(int axis, int from, int size) {
    int[] begin = new int[rank()];
    int[] sizes = new int[rank()];
    Arrays.fill(sizes, -1);
    begin[fromFront(axis)] = from;
    sizes[fromFront(axis)] = size;
    return scope().expr(tf().slice(this, tf().constant(begin), tf().constant(sizes)));
  }

  /** Returns one entry of the last axis, without the axis. */
  default Expr entry(int index) {
    return scope().expr(tf().squeeze(slice(-1, index, 1), Squeeze.axis(List.of(-1L))));
  }

  /** Returns all entries of an axis, each without the axis. */
  default List<Expr> entries(int axis) {
    return tf()
        .unstack(this, (long) size(axis), Unstack.axis((long) fromFront(axis)))
        .output()
        .stream()
        .map(scope()::expr)
        .toList();
  }

  /** Cuts an axis into consecutive parts of the sizes. */
  default List<Expr> split(int axis, int... sizes) {
    if (sizes.length == 1) { // a split into one has no gradient in TensorFlow
      return List.of((Expr) this);
    }
    long parts = sizes.length;
    return tf()
        .splitV(this, tf().constant(sizes), tf().constant(fromFront(axis)), parts)
        .output()
        .stream()
        .map(scope()::expr)
        .toList();
  }

  /** Returns the entries in another shape; a size of -1 stands for the rest. */
  default Expr reshape(long... sizes) {
    return scope().expr(tf().reshape(this, tf().constant(sizes)));
  }

  /** Splits the last axis into two of the sizes, whose product it has. */
  default Expr splitLast(long first, long second) {
    long[] shape = shape().asArray();
    long[] sizes = Arrays.copyOf(shape, shape.length + 1);
    sizes[0] = -1;
    sizes[shape.length - 1] = first;
    sizes[shape.length] = second;
    return reshape(sizes);
  }

  /** Adds an axis of size one. */
  default Expr expand(int axis) {
    return scope().expr(tf().expandDims(this, tf().constant(axis)));
  }

  /** Returns the array with its axes in another order. */
  default Expr transpose(int... order) {
    return scope().expr(tf().linalg.transpose(this, tf().constant(order)));
  }

  /** Selects entries of an axis by their places, in the order given. */
  default Expr gather(int axis, int... indices) {
    return scope().expr(tf().gather(this, tf().constant(indices), tf().constant(fromFront(axis))));
  }

  /** Selects entries of the first axis by their places. */
  default Expr rows(Operand<TInt32> indices) {
    return scope().expr(tf().gather(this, indices, tf().constant(0)));
  }

  /** Adds to one row, a place of the first axis. */
  default Expr plusRow(Operand<TInt32> index, Expr row) {
    Operand<TInt32> at = tf().reshape(index, tf().array(1, 1));
    return scope().expr(tf().tensorScatterNdAdd(this, at, row.expand(0)));
  }

  /** Reverses the order of an axis. */
  default Expr reverse(int axis) {
    return scope().expr(tf().reverse(this, tf().array(fromFront(axis))));
  }

  /** Repeats the entries until they have the shape of another array. */
  default Expr broadcastLike(Expr other) {
    return scope().expr(tf().broadcastTo(this, tf().shape(other)));
  }

  /** Repeats this number for each row of {@code x}, {@code [n, ...]}: the result is {@code [n]}. */
  default Expr forEachRowOf(Expr x) {
    return scope().expr(tf().broadcastTo(this, sizes(x, 1)));
  }

  /**
   * Repeats the last axis of this array for each vector along the last axis of {@code x}: from
   * {@code [b]} and {@code [n, ..., a]} comes {@code [n, ..., b]}.
   */
  default Expr forEachVectorOf(Expr x) {
    Operand<TInt32> places = sizes(x, x.rank() - 1);
    Operand<TInt32> last = tf().array(size(-1));
    return scope()
        .expr(tf().broadcastTo(this, tf().concat(List.of(places, last), tf().constant(0))));
  }

  /** By the op that lets TensorFlow infer the sizes that are known, as {@code Slice} does not. */
  private Operand<TInt32> sizes(Expr x, int axes) {
    return tf().stridedSlice(tf().shape(x), tf().array(0), tf().array(axes), tf().array(1));
  }

  private Operand<TInt32> axes(int... axes) {
    return axes.length == 1 ? tf().constant(axes[0]) : tf().constant(axes);
  }

  /** TensorFlow's gradients of some ops fail for axes that count from the back. */
  default int fromFront(int axis) {
    return Math.floorMod(axis, rank());
  }

  private Ops tf() {
    return scope().tf();
  }
}
