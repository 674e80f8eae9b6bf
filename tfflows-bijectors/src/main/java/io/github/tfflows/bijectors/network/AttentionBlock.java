package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import org.tensorflow.op.train.BatchMatMul;

/**
 * The multi-head attention block of a set transformer (Lee et al., 2019, arXiv:1810.00825, eq. 6
 * and 7).
 *
 * @param scope the place of its parameters
 * @param width the number of numbers of each vector, a multiple of the heads
 * @param heads the number of heads
 */
record AttentionBlock(GraphScope scope, int width, int heads) {
  /**
   * Builds the block.
   *
   * @param x the vectors that attend, {@code [n, q, width]}
   * @param y the vectors that they attend to, {@code [n, k, width]}
   * @return shaped like {@code x}
   */
  Expr apply(Expr x, Expr y) {
    Expr a = LayerNorm.of(scope.sub("norm_0"), width).apply(x.plus(attended(x, y)));
    Expr changed = dense("dense", a).max(0);
    return LayerNorm.of(scope.sub("norm_1"), width).apply(a.plus(changed));
  }

  /** {@code softmax(Q·Kᵀ/√d)·V} for each head of {@code d} numbers (section 2.2). */
  private Expr attended(Expr x, Expr y) {
    Expr queries = byHead(dense("query", x));
    Expr keys = byHead(dense("key", y));
    Expr values = byHead(dense("value", y));
    Expr scores = product(queries, keys, true).times(1 / Math.sqrt(width / (double) heads));
    Expr shares = scope.expr(scope.tf().nn.softmax(scores));
    Expr mixed = product(shares, values, false).transpose(0, 2, 1, 3);
    return dense("output", mixed.reshape(-1, x.size(1), width));
  }

  private Expr dense(String name, Expr x) {
    return Dense.between(scope.sub(name), x.size(-1), width).apply(x);
  }

  /** From {@code [n, m, width]} to {@code [n, heads, m, width / heads]}. */
  private Expr byHead(Expr x) {
    return x.splitLast(heads, width / heads).transpose(0, 2, 1, 3);
  }

  private Expr product(Expr a, Expr b, boolean transposed) {
    return scope.expr(
        scope.tf().train.batchMatMul(a, b, scope.type(), BatchMatMul.adjY(transposed)));
  }
}
