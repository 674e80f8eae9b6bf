package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * {@code y = log(1 + exp(x))} of each entry: the reals onto the positive reals, close to {@code x}
 * for large {@code x}.
 *
 * <p>{@code log dy/dx = log sigmoid(x) = -softplus(-x)} and {@code x = y + log(1 - exp(-y))}, both
 * without overflow. Data at zero are clipped, with zero gradient, to the smallest normal number
 * divided by the machine epsilon (about 1e-31 in single precision, where {@code x = -71}).
 */
public record Softplus() implements Increasing {
  @Override
  public Domain range() {
    return Domain.POSITIVE;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return new Mapped(x.softplus(), x.negated().softplus().negated());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr within = y.clip(scope.limits().smallest(), scope.limits().largest());
    Expr logSlope = within.negated().expm1().negated().log(); // log(1 - exp(-y)) = log dy/dx
    return new Mapped(within.plus(logSlope), logSlope.negated());
  }
}
