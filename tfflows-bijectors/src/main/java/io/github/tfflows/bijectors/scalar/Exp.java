package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.FloatLimits;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * {@code y = exp(x)} of each entry: the reals onto the positive reals, with {@code log dy/dx = x}.
 *
 * <p>Values are clipped to the range of the float type, with zero gradient. Data at zero count as
 * the smallest normal number divided by the machine epsilon (about 1e-31 in single precision, where
 * {@code x = -71}).
 */
public record Exp() implements Increasing {
  @Override
  public Domain range() {
    return Domain.POSITIVE;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    FloatLimits limits = scope.limits();
    double top = Math.log(limits.largest()) - limits.epsilon() * 1e3; // log rounds up at the end
    Expr within = x.clip(Math.log(limits.smallest()), top);
    return new Mapped(within.exp(), within);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr x = y.clip(scope.limits().smallest(), scope.limits().largest()).log();
    return new Mapped(x, x.negated());
  }
}
