package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.List;
import java.util.Optional;

/**
 * The elements of sets.
 *
 * @param vectors one vector for each element, {@code [n, m, k]}
 * @param present one for each present element and zero for each absent one, {@code [n, m]}; empty
 *     if all are present
 */
record Elements(Expr vectors, Optional<Expr> present) {
  /** Returns the known entries of events {@code [n, m, k]}, each with the context of its event. */
  static Elements of(GraphScope scope, Expr known) {
    if (known.rank() != 3) {
      throw new IllegalArgumentException(
          "a network of sets reads events of elements and features, got the shape "
              + known.shape());
    }
    Optional<Expr> present =
        scope
            .presence()
            .filter(mask -> mask.size(-1) > 0) // without known entries, all elements are equal
            .map(mask -> mask.maxAlong(-1).sumLast());
    return new Elements(scope.contextAfter(known), present);
  }

  /** Builds the mean over the present elements of each set, {@code [n, 1, k]}; zero for none. */
  Expr mean(Expr h) {
    return present
        .map(
            mask -> {
              Expr some = mask.expand(-1).greater(0).select(h, h.zeros());
              Expr count = mask.sumLast().max(1).reshape(-1, 1, 1);
              return some.sum(1).expand(1).over(count);
            })
        .orElseGet(() -> h.mean(1).expand(1));
  }

  /** Builds each element with the mean of its set appended, {@code [n, m, 2k]}. */
  Expr withMean(Expr h) {
    return h.size(-1) == 0 ? h : h.scope().concat(-1, List.of(h, mean(h).broadcastLike(h)));
  }
}
