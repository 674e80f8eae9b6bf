package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * A power transformation for numbers of either sign, with a trainable power, of the reals onto the
 * reals (Yeo and Johnson, 2000, Biometrika 87(4), 954-959, eq. 2.1):
 *
 * <pre>{@code
 * y = ((1 + x)ᵏ - 1)/k               for x ≥ 0
 * y = -((1 - x)²⁻ᵏ - 1)/(2 - k)      for x < 0
 * log dy/dx = (k - 1)·sign(x)·log(1 + |x|)
 * }</pre>
 *
 * <p>{@code k < 1} shortens the right tail and lengthens the left one, {@code k > 1} does the
 * opposite. The parameter {@code a} of an entry is squashed, {@code k = 1 + a / (1 + |a|/0.99)}, so
 * that {@code k} stays within {@code (0.01, 1.99)}, where the map is onto the reals. Values beyond
 * the largest number times the machine epsilon (4e31 in single precision) are clipped there, with
 * zero gradient.
 */
public record YeoJohnson() implements Increasing {
  private static final double MAX_CHANGE = 0.99;

  @Override
  public int parameters() {
    return 1;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    Expr sign = sign(x);
    Expr change = change(theta).times(sign); // the power less one
    Expr log = x.times(sign).log1p();
    Expr power = change.plus(1);
    Expr size = log.times(power).min(end(scope)).expm1().over(power);
    return new Mapped(size.times(sign), change.times(log));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr sign = sign(y);
    Expr change = change(theta).times(sign);
    Expr power = change.plus(1);
    Expr log = y.times(sign).times(power).log1p().over(power).min(end(scope));
    return new Mapped(log.expm1().times(sign), change.times(log).negated());
  }

  private static Expr change(Expr theta) {
    return theta.entry(0).squash(MAX_CHANGE);
  }

  /** Returns one at zero, where the absolute value has the gradient zero. */
  private static Expr sign(Expr x) {
    return x.atLeast(0).indicator().times(2).minus(1);
  }

  private static double end(GraphScope scope) {
    return Math.log(scope.limits().large());
  }
}
