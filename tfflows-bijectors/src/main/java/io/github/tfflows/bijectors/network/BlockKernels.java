package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;

/**
 * The weights of a masked dense layer, laid out for loops over {@link Blocks} of degrees. Units are
 * rows; an empty place sees nothing and is seen by none, with weights of zero.
 *
 * @param across the kernel from earlier blocks, {@code [count, size·units, count·k]} for {@code k}
 *     places of a block
 * @param within the kernel from the same block, {@code [count, size, units, size·inputs]}
 * @param start the units before they see any feature, {@code [count, size·units, 1]}, or {@code n}
 *     in place of 1 where they depend on a context
 */
record BlockKernels(Expr across, Expr within, Expr start) {
  /**
   * Lays out a layer.
   *
   * @param given the inputs that are known from the start, {@code [n, c]}; they come first
   */
  static BlockKernels of(Dense dense, Blocks blocks, Optional<Expr> given) {
    int count = blocks.count();
    int skipped = given.map(context -> context.size(-1)).orElse(0);
    int[] units = blocks.byDegree(dense.to());
    Expr bias = placed(dense.bias().expand(-1), units, 0);
    Expr start =
        given
            .map(
                context ->
                    placed(dense.kernel().slice(0, 0, skipped).transpose(1, 0), units, 0)
                        .matMul(context.transpose(1, 0))
                        .plus(bias))
            .orElse(bias);
    Degrees from = dense.from().without(skipped);
    Expr kernel = placed(dense.kernel().slice(0, skipped, from.size()).transpose(1, 0), units, 1);
    Expr byBlock = kernel.reshape(count, units.length / count, from.size() + 1);
    return new BlockKernels(
        across(byBlock, blocks, from),
        within(byBlock, blocks, from),
        start.reshape(count, units.length / count, -1));
  }

  /** Selects rows for places; an empty one has zeros. Columns of zeros follow. */
  static Expr placed(Expr x, int[] places, int columns) {
    GraphScope scope = x.scope();
    Ops tf = scope.tf();
    Expr bordered =
        scope.expr(tf.pad(x, tf.constant(new int[][] {{0, 1}, {0, columns}}), scope.constant(0)));
    return bordered.gather(0, orElse(places, x.size(0)));
  }

  private static int[] orElse(int[] places, int empty) {
    return IntStream.of(places).map(place -> place == Blocks.NONE ? empty : place).toArray();
  }

  private static Expr across(Expr kernel, Blocks blocks, Degrees from) {
    int count = blocks.count();
    int[] places = orElse(blocks.byBlock(from), from.size());
    Expr all = kernel.gather(-1, places).reshape(count, kernel.size(1), count, -1);
    Expr later = numbers(kernel.scope(), count, Shape.of(count, 1, 1, 1));
    Expr earlier = numbers(kernel.scope(), count, Shape.of(count, 1));
    return later
        .greater(earlier)
        .select(all, all.scope().constant(0))
        .reshape(count, kernel.size(1), -1);
  }

  private static Expr within(Expr kernel, Blocks blocks, Degrees from) {
    int count = blocks.count();
    int size = blocks.size();
    GraphScope scope = kernel.scope();
    Ops tf = scope.tf();
    int[] places = orElse(blocks.byDegree(from), from.size());
    Expr own =
        scope.expr(
            tf.gather(
                kernel,
                tf.reshape(tf.constant(places), tf.array(count, places.length / count)),
                tf.constant(2),
                Gather.batchDims(1L)));
    int units = kernel.size(1) / size;
    Expr all = own.reshape(count, size, units, size, -1);
    Expr later = numbers(scope, size, Shape.of(size, 1, 1, 1));
    Expr earlier = numbers(scope, size, Shape.of(size, 1));
    return later.atLeast(earlier).select(all, scope.constant(0)).reshape(count, size, units, -1);
  }

  private static Expr numbers(GraphScope scope, int count, Shape shape) {
    return scope.constant(shape, IntStream.range(0, count).asDoubleStream().toArray());
  }
}
