package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.types.TInt32;

/**
 * A masked dense layer in two loops: over blocks of degrees, and over the degrees of a block. An
 * inner step is fed the inputs of one degree and yields the units of the same degree, as with
 * {@link GrowingDense}. All steps have arrays of the same shapes: each degree has as many places
 * for units as the one with the most units.
 */
final class BlockDense implements UnaryOperator<Expr> {
  private final BlockKernels kernels;
  private final Blocks blocks;
  private final Degrees from;

  private @Nullable Expr kernel;
  private @Nullable Expr start;
  private @Nullable Operand<TInt32> step;
  private @Nullable Expr seen;

  BlockDense(Dense dense, Blocks blocks, Optional<Expr> given) {
    this.kernels = BlockKernels.of(dense, blocks, given);
    this.blocks = blocks;
    this.from = dense.from().without(given.map(context -> context.size(-1)).orElse(0));
  }

  /**
   * Returns the inputs of all blocks before the first one, {@code [count, k, n]}.
   *
   * @param zeros shaped {@code [1, n]}
   */
  Expr inputs(Expr zeros) {
    return filled(zeros, blocks.count(), blocks.mostOfBlock(from));
  }

  private Expr inputsOfBlock(Expr zeros) {
    return filled(zeros, blocks.size(), blocks.most(from));
  }

  private static Expr filled(Expr zeros, int first, int second) {
    return zeros
        .scope()
        .constant(
            org.tensorflow.ndarray.Shape.of(first * (long) second, 1), new double[first * second])
        .plus(zeros)
        .reshape(first, second, -1);
  }

  /**
   * Starts a block.
   *
   * @param inputs those of all blocks
   * @return the inputs of the block before its first step, {@code [size, inputs, n]}
   */
  Expr startBlock(GraphScope scope, Operand<TInt32> block, Expr inputs, Expr zeros) {
    Expr across = scope.expr(kernels.across()).rows(block);
    Expr units =
        across
            .matMul(inputs.reshape(blocks.count() * (long) inputs.size(1), -1))
            .plus(scope.expr(kernels.start()).rows(block));
    start = units.reshape(blocks.size(), across.size(0) / blocks.size(), -1);
    kernel = scope.expr(kernels.within()).rows(block);
    return inputsOfBlock(zeros);
  }

  void startStep(Operand<TInt32> step, Expr inputsOfBlock) {
    this.step = step;
    this.seen = inputsOfBlock;
  }

  @Override
  public Expr apply(Expr fed) {
    GraphScope scope = fed.scope();
    Operand<TInt32> at = Objects.requireNonNull(step);
    seen = Objects.requireNonNull(seen).withRow(at, fed);
    Expr all = seen.reshape(seen.size(0) * (long) seen.size(1), -1);
    return scope
        .expr(Objects.requireNonNull(kernel))
        .rows(at)
        .matMul(all)
        .plus(scope.expr(Objects.requireNonNull(start)).rows(at));
  }

  /** The inputs of the block after a step. */
  Expr seen() {
    return Objects.requireNonNull(seen);
  }

  /** Adds the inputs of a block to those of all blocks. */
  Expr finishBlock(Operand<TInt32> block, Expr inputs, Expr inputsOfBlock) {
    Expr rows = inputsOfBlock.reshape(inputsOfBlock.size(0) * (long) inputsOfBlock.size(1), -1);
    if (rows.size(0) != inputs.size(1)) {
      rows = rows.rows(places(rows.scope(), block));
    }
    return inputs.withRow(block, rows);
  }

  private Operand<TInt32> places(GraphScope scope, Operand<TInt32> block) {
    var tf = scope.tf();
    int[] table = blocks.compact(from);
    return tf.gather(
        tf.reshape(tf.constant(table), tf.array(blocks.count(), -1)), block, tf.constant(0));
  }
}
