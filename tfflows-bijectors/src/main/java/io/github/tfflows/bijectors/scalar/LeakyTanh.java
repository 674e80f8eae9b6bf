package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * {@code y = tanh(x)} within {@code ±c} and the tangents of {@code tanh} at {@code ±c} beyond, of
 * the reals onto the reals. Values and slopes agree with FlowJAX's LeakyTanh.
 *
 * <p>{@code log dy/dx = log(1 - tanh²(x))} within {@code ±c}; beyond, it stays as at {@code ±c}.
 *
 * @param threshold the end {@code c} of the hyperbolic tangent, positive and at most 5, beyond
 *     which single precision loses the slope
 */
public record LeakyTanh(double threshold) implements Increasing {
  public LeakyTanh {
    if (!(threshold > 0 && threshold <= 5)) {
      throw new IllegalArgumentException(
          "expected a threshold above 0 and of at most 5, got " + threshold);
    }
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    Expr within = x.clip(-threshold, threshold);
    Mapped y = new Tanh().forward(scope, within, theta);
    return new Mapped(y.value().plus(x.minus(within).times(endSlope())), y.logDet());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    double end = Math.tanh(threshold);
    Expr within = y.clip(-end, end);
    Mapped x = new Tanh().inverse(scope, within, theta);
    return new Mapped(x.value().plus(y.minus(within).times(1 / endSlope())), x.logDet());
  }

  private double endSlope() {
    double cosh = Math.cosh(threshold);
    return 1 / (cosh * cosh);
  }
}
