package io.github.tfflows.bijectors;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * A masked dense layer that is fed its inputs of degree 0, 1, ... in turn and yields its units of
 * the same degree each time. What they may see are then the inputs fed so far, so that a slice of
 * the kernel replaces the mask and each unit is computed once.
 *
 * <p>Units are rows here, {@code [units, n]}, so that what grows, grows contiguously. The degrees
 * are taken in blocks: only the inputs of the running block are put together at each step, and what
 * a whole block adds to all later units is one product. Memory traffic then grows with the square
 * root of the number of degrees, not with the number itself.
 */
final class GrowingDense<T extends TFloating> implements Function<Operand<T>, Operand<T>> {
  private final Dense<T> dense;
  private final Ops tf;
  private final int[] counts;
  private final List<? extends Operand<T>> kernels;

  /** What the units of the block, by degree, and those of later ones are before it is added. */
  private List<? extends Operand<T>> before;

  /** Whether that is the bias alone, in one column. */
  private boolean unseeing = true;

  private @Nullable Operand<T> seen;
  private int first;
  private int degree;

  /** A layer of units of the degrees from 0 to {@code highest}. */
  GrowingDense(Dense<T> dense, int highest) {
    this.dense = dense;
    this.tf = dense.scope().tf();
    this.counts = dense.to().counts(highest);
    // Columns first, rows later: the gradient of the kernel is then put together in one piece.
    this.kernels = split(dense.kernel(), counts, 1);
    this.before = startBlock(tf.expandDims(dense.bias(), tf.constant(1)));
  }

  @Override
  public Operand<T> apply(Operand<T> fed) {
    if (degree == first + block()) {
      finishBlock();
    }
    seen = seen == null ? fed : tf.concat(List.of(seen, fed), tf.constant(0));
    Operand<T> units = units(seen);
    degree++;
    return units;
  }

  private int block() {
    return (int) Math.ceil(Math.sqrt(counts.length));
  }

  /** Cuts the units of this and all later degrees, {@code [units, ...]}, for a new block. */
  private List<? extends Operand<T>> startBlock(Operand<T> units) {
    seen = null;
    first = degree;
    int end = first + block();
    if (end >= counts.length) {
      return split(units, Arrays.copyOfRange(counts, first, counts.length), 0);
    }
    int[] sizes = Arrays.copyOfRange(counts, first, end + 1);
    sizes[block()] = dense.to().size() - dense.to().upTo(end - 1);
    return split(units, sizes, 0);
  }

  /** Adds what the units of all later degrees see of the block. */
  private void finishBlock() {
    int skipped = dense.from().upTo(first - 1);
    int inputs = dense.from().upTo(degree - 1) - skipped;
    int done = dense.to().upTo(degree - 1);
    int rest = dense.to().size() - done;
    Operand<T> later = before.get(block());
    if (inputs > 0 && rest > 0) {
      Operand<T> kernel = tf.slice(dense.kernel(), tf.array(skipped, done), tf.array(inputs, rest));
      later = sum(kernel, Objects.requireNonNull(seen), later);
      unseeing = false;
    }
    before = startBlock(later);
  }

  /** The units of this degree; a layer may have none, and they may see nothing of the block. */
  private Operand<T> units(Operand<T> inBlock) {
    int skipped = dense.from().upTo(first - 1);
    int inputs = dense.from().upTo(degree) - skipped;
    int units = counts[degree];
    Operand<T> start = before.get(degree - first);
    if (inputs == 0 || units == 0) {
      return unseeing ? repeated(start, inBlock, units) : start;
    }
    Operand<T> columns = kernels.get(degree);
    return sum(tf.slice(columns, tf.array(skipped, 0), tf.array(inputs, units)), inBlock, start);
  }

  private Operand<T> sum(Operand<T> kernel, Operand<T> inputs, Operand<T> start) {
    return tf.math.add(tf.linalg.matMul(kernel, inputs, MatMul.transposeA(true)), start);
  }

  /** The bias for each column; not a sum with the product of nothing, as in {@link Dense}. */
  private Operand<T> repeated(Operand<T> bias, Operand<T> like, int units) {
    Operand<TInt32> columns = tf.slice(tf.shape(like), tf.array(1), tf.array(1));
    return tf.broadcastTo(bias, tf.concat(List.of(tf.array(units), columns), tf.constant(0)));
  }

  private List<? extends Operand<T>> split(Operand<T> x, int[] sizes, int axis) {
    // A split into one has no gradient in TensorFlow.
    return sizes.length == 1
        ? List.of(x)
        : tf.splitV(x, tf.constant(sizes), tf.constant(axis), (long) sizes.length).output();
  }
}
