package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * {@code y = sin x} of each entry: {@code [-π/2, π/2]} onto {@code [-1, 1]}. Its {@link
 * #inverted()} is the arcsine.
 *
 * <p>{@code log dy/dx = log cos x}, which is minus infinity at both ends. A point closer to an end
 * than {@code √(2ε)}, with {@code ε} the machine epsilon, or beyond it, is clipped to that
 * distance, with zero gradient; so is a {@code y} closer to an end than {@code ε}. The log-slope is
 * at least -7.6 in single precision and -17.7 in double.
 */
public record Sine() implements Increasing {
  @Override
  public Domain domain() {
    return Domain.interval(-Math.PI / 2, Math.PI / 2);
  }

  @Override
  public Domain range() {
    return Domain.interval(-1, 1);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    double margin = Math.sqrt(2 * scope.limits().epsilon());
    Expr within = x.clip(margin - Math.PI / 2, Math.PI / 2 - margin);
    return new Mapped(within.sin(), within.cos().log());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    double end = 1 - scope.limits().epsilon();
    Expr within = y.clip(-end, end);
    Expr logSlope = within.complement().log().plus(within.plus(1).log()).times(0.5);
    return new Mapped(within.asin(), logSlope.negated());
  }
}
