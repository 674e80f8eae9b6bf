package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.types.TInt32;

/**
 * A dense layer of the context in the two loops of a {@link FeatureLoop}. All of its units are
 * computed before the loops; each step selects those of its degree.
 */
final class ContextBlocks implements UnaryOperator<Expr> {
  /** All units, {@code [blocks, size, units, n]}. */
  private final Expr all;

  /** Those of the running block, {@code [size, units, n]}. */
  private @Nullable Expr inBlock;

  private @Nullable Operand<TInt32> step;

  ContextBlocks(Dense dense, Blocks blocks, Expr context) {
    int[] places = blocks.byDegree(dense.to());
    int most = places.length / (blocks.count() * blocks.size());
    this.all =
        BlockKernels.placed(dense.apply(context).transpose(1, 0), places, 0)
            .reshape(blocks.count(), blocks.size(), most, -1);
  }

  void startBlock(GraphScope scope, Operand<TInt32> block) {
    inBlock = scope.expr(all).rows(block);
  }

  void startStep(Operand<TInt32> step) {
    this.step = step;
  }

  @Override
  public Expr apply(Expr h) {
    return h.scope().expr(Objects.requireNonNull(inBlock)).rows(Objects.requireNonNull(step));
  }
}
