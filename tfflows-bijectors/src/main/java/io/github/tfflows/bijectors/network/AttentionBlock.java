package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.network.layer.Dense;
import io.github.tfflows.bijectors.network.layer.LayerNorm;
import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.Optional;
import org.tensorflow.op.train.BatchMatMul;

/**
 * The multi-head attention block of a set transformer (Lee et al., 2019, arXiv:1810.00825, eq. 6
 * and 7).
 *
 * @param scope the place of its parameters
 * @param width the number of numbers of each vector, a multiple of the heads
 */
record AttentionBlock(GraphScope scope, int width, int heads) {
  /** The score of an absent vector, far below all others. */
  private static final double ABSENT = -1e30;

  static void requireHeads(int width, int heads) {
    Layers.requireUnits(width);
    if (heads < 1 || width % heads != 0) {
      throw new IllegalArgumentException(
          "expected a width that is a multiple of the heads, got width %s and %s heads"
              .formatted(width, heads));
    }
  }

  Expr apply(Expr x, Expr y) {
    return apply(x, y, Optional.empty());
  }

  /**
   * Builds the block.
   *
   * @param x the vectors that attend, {@code [n, q, width]}
   * @param y the vectors that they attend to, {@code [n, k, width]}
   * @param present one for each present {@code y} and zero for each absent one, {@code [n, k]}
   * @return shaped like {@code x}
   */
  Expr apply(Expr x, Expr y, Optional<Expr> present) {
    Expr a = LayerNorm.of(scope.sub("norm_0"), width).apply(x.plus(attended(x, y, present)));
    Expr changed = dense("dense", a).max(0);
    return LayerNorm.of(scope.sub("norm_1"), width).apply(a.plus(changed));
  }

  /**
   * {@code softmax((Q/√d)·Kᵀ)·V} for each head of {@code d} numbers (section 2.2). The queries are
   * scaled, not the scores: XLA fuses a product with the softmax's subtraction of the rounded
   * maximum, and the exponentials of scores above 1e9 would overflow.
   */
  private Expr attended(Expr x, Expr y, Optional<Expr> present) {
    Expr queries = byHead(dense("query", x)).times(1 / Math.sqrt(width / (double) heads));
    Expr keys = byHead(dense("key", y));
    Expr values = byHead(dense("value", y));
    Expr scores = product(queries, keys, true);
    Expr seen = present.map(mask -> onlyPresent(scores, mask)).orElse(scores);
    Expr shares = scope.expr(scope.tf().nn.softmax(seen));
    Expr mixed = product(shares, values, false).transpose(0, 2, 1, 3);
    return dense("output", mixed.reshape(-1, x.size(1), width));
  }

  /** Scores are shaped {@code [n, heads, q, k]}. */
  private Expr onlyPresent(Expr scores, Expr mask) {
    Expr along = mask.reshape(-1, 1, 1, mask.size(-1)).broadcastLike(scores);
    return along.greater(0).select(scores, scores.zeros().plus(ABSENT));
  }

  private Expr dense(String name, Expr x) {
    return Dense.between(scope.sub(name), x.size(-1), width).apply(x);
  }

  private Expr byHead(Expr x) {
    return x.splitLast(heads, width / heads).transpose(0, 2, 1, 3);
  }

  private Expr product(Expr a, Expr b, boolean transposed) {
    return scope.expr(
        scope.tf().train.batchMatMul(a, b, scope.type(), BatchMatMul.adjY(transposed)));
  }
}
