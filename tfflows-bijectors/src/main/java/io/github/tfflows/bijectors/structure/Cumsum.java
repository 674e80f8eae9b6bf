package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;

/**
 * Cumulative sums along the last axis, {@code yₖ = x₁ + ... + xₖ}. The inverse returns the
 * differences {@code xₖ = yₖ - yₖ₋₁}, with {@code x₁ = y₁}. It preserves volume: {@code log |det| =
 * 0}. TensorFlow Probability has a bijector of the same name.
 */
public record Cumsum() implements Bijector {
  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return Mapped.preservingVolume(x.cumulativeSum(-1));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return Mapped.preservingVolume(steps(y));
  }

  static Expr steps(Expr y) {
    int d = y.size(-1);
    Expr first = y.slice(-1, 0, 1);
    return d == 1
        ? y
        : y.scope().concat(-1, List.of(first, y.slice(-1, 1, d - 1).minus(y.slice(-1, 0, d - 1))));
  }
}
