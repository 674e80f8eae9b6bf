package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;

/**
 * The transformation of positive numbers of Box and Cox (1964, Journal of the Royal Statistical
 * Society B 26(2), 211-252, eq. 1), which lessens their skewness:
 *
 * <pre>{@code
 * y = (xᵏ - 1)/k    onto the numbers above -1/k for k > 0, below it for k < 0
 * y = log x         onto the reals for k = 0
 * log dy/dx = (k - 1)·log x
 * }</pre>
 *
 * <p>Its {@link #inverted()} is TensorFlow Probability's PowerTransform. Points are clipped, with
 * zero gradient, to the range where neither the value nor the slope leaves the range of the float
 * type.
 *
 * @param power the power {@code k}, from -10 to 10
 */
public record BoxCox(double power) implements Increasing {
  public BoxCox {
    Require.within("power", power, -10, 10);
  }

  @Override
  public Domain domain() {
    return Domain.POSITIVE;
  }

  @Override
  public Domain range() {
    if (power == 0) {
      return Domain.REALS;
    }
    return power > 0 ? Domain.above(-1 / power) : Domain.below(-1 / power);
  }

  /** It does near {@code -1/k}. */
  @Override
  public boolean losesDigits() {
    return power != 0;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    double reach = reach(scope);
    Expr log = x.clip(Math.exp(-reach), Math.exp(reach)).log();
    Expr y = power == 0 ? log : log.times(power).expm1().times(1 / power);
    return new Mapped(y, log.times(power - 1));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr log = logOfInverse(scope, y);
    return new Mapped(log.exp(), log.times(1 - power));
  }

  private Expr logOfInverse(GraphScope scope, Expr y) {
    double reach = reach(scope);
    if (power == 0) {
      return y.clip(-reach, reach);
    }
    double end = reach * Math.abs(power);
    double low = Math.max(Math.expm1(-end), scope.limits().epsilon() - 1);
    return y.times(power).clip(low, Math.expm1(end)).log1p().times(1 / power);
  }

  /** The largest absolute value of {@code log x}. */
  private double reach(GraphScope scope) {
    double end = -Math.log(scope.limits().smallest());
    return end / Math.max(1, Math.max(Math.abs(power), Math.abs(power - 1)));
  }
}
