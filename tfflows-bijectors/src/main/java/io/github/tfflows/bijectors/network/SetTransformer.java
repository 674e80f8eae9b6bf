package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.network.layer.Dense;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Require;

/**
 * A set transformer (Lee et al., 2019, arXiv:1810.00825) on events of {@code m} elements, {@code
 * [m, features]}: a network whose parameters for an element depend on the element, on the set of
 * the others, and on the context, if any.
 *
 * <pre>{@code
 * h = x·W + b          each element, and the context, in w numbers
 * h ← MAB(h, h)        self-attention among the elements, eq. 8, for each block
 * }</pre>
 *
 * <p>and a last linear layer, which starts at zero. Unlike in a {@link DeepSet}, an element can
 * depend on other individual elements, such as its neighbours. The cost grows with the square of
 * the number of elements. It is equivariant, as a {@link DeepSet} is, and has the same uses. Absent
 * elements are ignored. Numbers are clipped to ±1e15.
 *
 * @param width the number {@code w} of numbers of an element, a multiple of the heads and at most
 *     16,384
 * @param heads the number of heads of the attention, at least one
 * @param blocks the number of blocks, at least one
 */
public record SetTransformer(int width, int heads, int blocks) implements Conditioner {
  /** Products of two such numbers stay in the range of single precision. */
  private static final double FARTHEST = 1e15;

  public SetTransformer {
    AttentionBlock.requireHeads(width, heads);
    Require.atLeast("blocks", blocks, 1);
  }

  @Override
  public Expr parameters(GraphScope scope, Expr known, int features, int parameters) {
    Elements set = Elements.of(scope, known);
    Expr x = set.vectors().clip(-FARTHEST, FARTHEST);
    Expr h = Dense.between(scope.sub("input"), x.size(-1), width).apply(x);
    for (int i = 0; i < blocks; i++) {
      h = new AttentionBlock(scope.sub("block_" + i), width, heads).apply(h, h, set.present());
    }
    return Dense.zeroBetween(scope.sub("output"), width, features * parameters)
        .apply(h)
        .splitLast(features, parameters);
  }
}
