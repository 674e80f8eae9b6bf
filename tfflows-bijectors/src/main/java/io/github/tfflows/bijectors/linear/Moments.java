package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The mean and the variance of each entry of the last axis, over a batch and over all places of an
 * image. Rows count by their weights; absent entries do not count.
 */
record Moments(Expr mean, Expr variance) {
  static Moments ofBatch(GraphScope scope, Expr x) {
    Expr mean = mean(scope, x);
    return new Moments(mean, mean(scope, x.minus(mean).square()));
  }

  private static Expr mean(GraphScope scope, Expr x) {
    int[] allButLast = IntStream.range(0, x.rank() - 1).toArray();
    return counts(scope, x)
        .map(
            counts -> {
              Expr total = counts.sum(allButLast).max(scope.limits().smallest());
              return scope.presentOnly(x).times(counts).sum(allButLast).over(total);
            })
        .orElseGet(() -> x.mean(allButLast));
  }

  /** Returns the weight of each entry; empty if all are equal. */
  private static Optional<Expr> counts(GraphScope scope, Expr x) {
    Optional<Expr> weights = scope.rowWeightsAlong(x);
    return scope
        .presence()
        .map(mask -> weights.map(mask::times).orElse(mask))
        .or(() -> weights.map(each -> each.broadcastLike(x)));
  }

  /** Returns an entrywise map whose log-slopes are the same for all rows and places. */
  static Mapped mapped(GraphScope scope, Expr x, Expr value, Expr logSlopes) {
    return scope.presence().isPresent()
        ? scope.entrywise(x, new Mapped(value, logSlopes.broadcastLike(x)))
        : new Mapped(value, logSlopes.sumLast().times(x.places()).forEachRowOf(x));
  }
}
