package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.FloatLimits;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;

/**
 * Real numbers along the last axis onto ascending ones (Stan Reference Manual 2.18, section
 * "Ordered vector"; {@code Ascending} in TensorFlow Probability):
 *
 * <pre>{@code
 * y₁ = x₁      yₖ = yₖ₋₁ + exp(xₖ)      log |det| = x₂ + ... + x_d
 * }</pre>
 *
 * <p>Steps are clipped to the range of the float type, so that their sum is finite. A step of zero
 * counts as the smallest normal number divided by the machine epsilon (about 1e-31 in single
 * precision); the density of descending numbers is zero. Rounding loses steps that are much smaller
 * than the numbers, so put maps that standardize data next to the data.
 */
public record Ordered() implements Bijector {
  /** It does if a difference is small relative to the entries. */
  @Override
  public boolean losesDigits() {
    return true;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    int d = x.size(-1);
    FloatLimits limits = scope.limits();
    double top = Math.log(limits.largest() / d) - 1; // a margin for y₁
    Expr logSteps = x.slice(-1, 1, d - 1).clip(Math.log(limits.smallest()), top);
    Expr steps = scope.concat(-1, List.of(x.slice(-1, 0, 1), logSteps.exp()));
    return new Mapped(steps.cumulativeSum(-1), logSteps.sumEvent());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    int d = y.size(-1);
    FloatLimits limits = scope.limits();
    Expr steps = Cumsum.steps(y).slice(-1, 1, d - 1);
    Expr logSteps = steps.clip(limits.smallest(), limits.largest()).log();
    Expr x = scope.concat(-1, List.of(y.slice(-1, 0, 1), logSteps));
    Expr logSupport = steps.atLeast(0).logIndicator().sumEvent();
    return new Mapped(x, logSupport.minus(logSteps.sumEvent()));
  }
}
