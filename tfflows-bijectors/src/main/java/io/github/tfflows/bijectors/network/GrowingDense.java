package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.Expr;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TInt32;

/**
 * A masked dense layer that is fed its inputs of degree 0, 1, ... in turn and yields its units of
 * the same degree each time. They may see exactly the inputs fed so far, so that a slice of the
 * kernel replaces the mask and each unit is computed once.
 *
 * <p>Units are rows here, {@code [units, n]}, so that the state grows contiguously. The degrees
 * form blocks: each step joins only the inputs of the running block, and a whole block contributes
 * to all later units by one product. Memory traffic then grows with the square root of the number
 * of degrees, not with the number itself.
 */
final class GrowingDense implements UnaryOperator<Expr> {
  private final Dense dense;
  private final int[] counts;
  private final List<Expr> kernels;

  /** The units of the block, by degree, and then all later ones, before the block contributes. */
  private List<Expr> before;

  /** Whether {@code before} is the bias alone, in one column. */
  private boolean biasOnly = true;

  private @Nullable Expr seen;
  private int first;
  private int degree;

  /** Creates a layer of units of the degrees from 0 to {@code highest}. */
  GrowingDense(Dense dense, int highest) {
    this.dense = dense;
    this.counts = dense.to().counts(highest);
    // Columns first, rows later: the gradient of the kernel is then put together in one piece.
    this.kernels = dense.kernel().split(1, counts);
    this.before = startBlock(dense.bias().expand(1));
  }

  @Override
  public Expr apply(Expr fed) {
    if (degree == first + block()) {
      finishBlock();
    }
    seen = seen == null ? fed : fed.scope().concat(0, List.of(seen, fed));
    Expr units = units(seen);
    degree++;
    return units;
  }

  private int block() {
    return (int) Math.ceil(Math.sqrt(counts.length));
  }

  /** Cuts the units of this and all later degrees, {@code [units, ...]}, for a new block. */
  private List<Expr> startBlock(Expr units) {
    seen = null;
    first = degree;
    int end = first + block();
    if (end >= counts.length) {
      return units.split(0, Arrays.copyOfRange(counts, first, counts.length));
    }
    int[] sizes = Arrays.copyOfRange(counts, first, end + 1);
    sizes[block()] = dense.to().size() - dense.to().upTo(end - 1);
    return units.split(0, sizes);
  }

  /** Adds the contribution of the block to the units of all later degrees. */
  private void finishBlock() {
    int skipped = dense.from().upTo(first - 1);
    int inputs = dense.from().upTo(degree - 1) - skipped;
    int done = dense.to().upTo(degree - 1);
    int rest = dense.to().size() - done;
    Expr later = before.get(block());
    if (inputs > 0 && rest > 0) {
      Ops tf = later.scope().tf();
      Expr kernel =
          later
              .scope()
              .expr(tf.slice(dense.kernel(), tf.array(skipped, done), tf.array(inputs, rest)));
      later = sum(kernel, Objects.requireNonNull(seen), later);
      biasOnly = false;
    }
    before = startBlock(later);
  }

  /** The units of this degree; a layer may have none, and they may see nothing of the block. */
  private Expr units(Expr inBlock) {
    int skipped = dense.from().upTo(first - 1);
    int inputs = dense.from().upTo(degree) - skipped;
    int units = counts[degree];
    Expr start = before.get(degree - first);
    if (inputs == 0 || units == 0) {
      return biasOnly ? repeated(start, inBlock, units) : start;
    }
    Ops tf = start.scope().tf();
    Expr kernel =
        start
            .scope()
            .expr(tf.slice(kernels.get(degree), tf.array(skipped, 0), tf.array(inputs, units)));
    return sum(kernel, inBlock, start);
  }

  private static Expr sum(Expr kernel, Expr inputs, Expr start) {
    Ops tf = start.scope().tf();
    return start
        .scope()
        .expr(tf.linalg.matMul(kernel, inputs, MatMul.transposeA(true)))
        .plus(start);
  }

  /** The bias for each column; not a sum with the product of nothing, as in {@link Dense}. */
  private static Expr repeated(Expr bias, Expr like, int units) {
    Ops tf = like.scope().tf();
    Operand<TInt32> columns = tf.slice(tf.shape(like), tf.array(1), tf.array(1));
    return like.scope()
        .expr(tf.broadcastTo(bias, tf.concat(List.of(tf.array(units), columns), tf.constant(0))));
  }
}
