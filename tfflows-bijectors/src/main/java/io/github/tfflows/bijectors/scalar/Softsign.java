package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;

/**
 * {@code y = x / (1 + |x|/b)} of each entry: the reals onto {@code (-b, b)}, with slope one at
 * zero. It approaches the bounds more slowly than {@link Tanh}.
 *
 * <p>{@code log dy/dx = -2·log(1 + |x|/b)}. In the inverse, {@code |y|} is clipped to {@code b·(1 -
 * ε)}, with {@code ε} the machine epsilon and zero gradient.
 *
 * @param bound the bound {@code b}, positive
 */
public record Softsign(double bound) implements Increasing {
  public Softsign {
    Require.positive("bound", bound);
  }

  /** Returns the map onto {@code (-1, 1)}. */
  public static Softsign unit() {
    return new Softsign(1);
  }

  @Override
  public Domain range() {
    return Domain.interval(-bound, bound);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return new Mapped(
        x.squash(bound).clip(-bound, bound), x.abs().times(1 / bound).log1p().times(-2));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    double edge = 1 - scope.limits().epsilon();
    Expr share = y.times(1 / bound).clip(-edge, edge);
    Expr left = share.abs().complement();
    return new Mapped(share.over(left).times(bound), left.log().times(-2));
  }
}
