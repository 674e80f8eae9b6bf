package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.core.graph.Expr;
import java.util.List;

final class Powers {
  /** Builds {@code 1, t, t², ...} along a new last axis, by repeated squaring. */
  static Expr of(Expr t, int count) {
    Expr powers = t.zeros().plus(1).expand(-1);
    Expr next = t.expand(-1);
    int size = 1;
    while (size < count) {
      powers = t.scope().concat(-1, List.of(powers, powers.times(next)));
      next = next.square();
      size *= 2;
    }
    return powers.slice(-1, 0, count);
  }

  private Powers() {}
}
