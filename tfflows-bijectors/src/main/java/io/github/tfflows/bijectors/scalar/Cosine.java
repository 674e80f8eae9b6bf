package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * {@code y = -cos x} of each entry: {@code [0, π]} onto {@code [-1, 1]}. The sign makes it
 * increasing, as in zuko's {@code CosTransform}. Its {@link #inverted()} is {@code arccos(-y)}.
 *
 * <p>{@code log dy/dx = log sin x}, which is minus infinity at both ends. A point closer to an end
 * than {@code √(2ε)}, with {@code ε} the machine epsilon, or beyond it, is clipped to that
 * distance, with zero gradient; so is a {@code y} closer to an end than {@code ε}. The log-slope is
 * at least -7.6 in single precision and -17.7 in double.
 */
public record Cosine() implements Increasing {
  @Override
  public Domain domain() {
    return Domain.interval(0, Math.PI);
  }

  @Override
  public Domain range() {
    return Domain.interval(-1, 1);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    double margin = Math.sqrt(2 * scope.limits().epsilon());
    Expr within = x.clip(margin, Math.PI - margin);
    return new Mapped(within.cos().negated(), within.sin().log());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    double end = 1 - scope.limits().epsilon();
    Expr within = y.clip(-end, end);
    Expr logSlope = within.complement().log().plus(within.plus(1).log()).times(0.5);
    return new Mapped(within.negated().acos(), logSlope.negated());
  }
}
