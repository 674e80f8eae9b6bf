package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * A masked dense layer in two loops: over blocks of degrees, and over the degrees of a block. Each
 * step is fed the inputs of one degree and yields the units of the same degree, as in {@link
 * GrowingDense}, but all steps have arrays of the same shapes.
 *
 * <p>The inputs of earlier blocks contribute to all units of a block by one product at its start;
 * those of the block itself contribute step by step.
 */
final class BlockDense implements UnaryOperator<Expr> {
  private final Blocks blocks;
  private final Degrees from;
  private final BlockKernels kernels;

  /** The kernel within the running block, {@code [size, units, size·inputs]}. */
  private @Nullable Expr kernel;

  /** The units of the running block before they see any of its inputs, {@code [size, units, n]}. */
  private @Nullable Expr start;

  private @Nullable Operand<TInt32> step;

  /** The inputs of the running block up to the running step, {@code [size, inputs, n]}. */
  private @Nullable Expr seen;

  /**
   * Lays out the weights of a layer.
   *
   * @param given the inputs that are known from the start, {@code [n, c]}; they come first
   */
  BlockDense(Dense dense, Blocks blocks, Optional<Expr> given) {
    this.blocks = blocks;
    this.from = dense.from().without(given.map(context -> context.size(-1)).orElse(0));
    this.kernels = BlockKernels.of(dense, blocks, given);
  }

  /**
   * Returns the inputs of all blocks before the first one, {@code [blocks, k, n]}.
   *
   * @param row zeros shaped {@code [1, n]}
   */
  Expr nothingSeen(Expr row) {
    return zeros(blocks.count(), blocks.byBlock(from).length / blocks.count(), row);
  }

  private static Expr zeros(int first, int second, Expr row) {
    Expr column =
        row.scope().constant(Shape.of((long) first * second, 1), new double[first * second]);
    return column.plus(row).reshape(first, second, -1);
  }

  /**
   * Starts a block.
   *
   * @param inputs the inputs of all earlier blocks
   * @return the inputs of the block before its first step
   */
  Expr startBlock(GraphScope scope, Operand<TInt32> block, Expr inputs) {
    Expr across = scope.expr(kernels.across()).rows(block);
    Expr all = inputs.reshape(across.size(1), -1);
    Expr units = across.matMul(all).plus(scope.expr(kernels.start()).rows(block));
    start = units.reshape(blocks.size(), across.size(0) / blocks.size(), -1);
    kernel = scope.expr(kernels.within()).rows(block);
    return zeros(blocks.size(), blocks.most(from), all.slice(0, 0, 1).zeros());
  }

  /**
   * Starts a step.
   *
   * @param inputs the inputs of the block up to the step before
   */
  void startStep(Operand<TInt32> step, Expr inputs) {
    this.step = step;
    this.seen = inputs;
  }

  @Override
  public Expr apply(Expr fed) {
    GraphScope scope = fed.scope();
    Operand<TInt32> at = Objects.requireNonNull(step);
    Expr inputs = Objects.requireNonNull(seen).plusRow(at, fed);
    Expr weights = scope.expr(Objects.requireNonNull(kernel)).rows(at);
    Expr before = scope.expr(Objects.requireNonNull(start)).rows(at);
    seen = inputs;
    return weights.matMul(inputs.reshape(weights.size(1), -1)).plus(before);
  }

  /** Returns the inputs of the block up to the running step. */
  Expr seen() {
    return Objects.requireNonNull(seen);
  }

  /**
   * Finishes a block.
   *
   * @param earlier the inputs of all earlier blocks
   * @param inputs the inputs of the block
   * @return the inputs of all blocks up to this one
   */
  Expr finishBlock(Operand<TInt32> block, Expr earlier, Expr inputs) {
    Ops tf = earlier.scope().tf();
    Expr rows = inputs.reshape((long) inputs.size(0) * inputs.size(1), -1);
    if (rows.size(0) > earlier.size(1)) {
      Operand<TInt32> table =
          tf.reshape(tf.constant(blocks.places(from)), tf.array(blocks.count(), earlier.size(1)));
      rows = rows.rows(tf.gather(table, block, tf.constant(0)));
    }
    return earlier.plusRow(block, rows);
  }
}
