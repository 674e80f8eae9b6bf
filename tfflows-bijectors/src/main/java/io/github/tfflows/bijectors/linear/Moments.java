package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.stream.IntStream;

/**
 * The mean and the variance of each entry of the last axis, over a batch and over all places of an
 * image. Absent entries do not count.
 */
record Moments(Expr mean, Expr variance) {
  static Moments ofBatch(GraphScope scope, Expr x) {
    Expr mean = mean(scope, x);
    return new Moments(mean, mean(scope, x.minus(mean).square()));
  }

  private static Expr mean(GraphScope scope, Expr x) {
    int[] allButLast = IntStream.range(0, x.rank() - 1).toArray();
    return scope
        .presence()
        .map(mask -> scope.presentOnly(x).sum(allButLast).over(mask.sum(allButLast).max(1)))
        .orElseGet(() -> x.mean(allButLast));
  }

  /** Returns a map of each entry whose log-slopes are the same for all rows and places. */
  static Mapped mapped(GraphScope scope, Expr x, Expr value, Expr logSlopes) {
    return scope.presence().isPresent()
        ? scope.entrywise(x, new Mapped(value, logSlopes.broadcastLike(x)))
        : new Mapped(value, logSlopes.sumLast().times(x.places()).forEachRowOf(x));
  }
}
