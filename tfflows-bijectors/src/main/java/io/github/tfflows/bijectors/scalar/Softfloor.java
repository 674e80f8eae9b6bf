package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;

/**
 * A smooth version of {@code ⌊x⌋}, of the reals onto the reals: a rescaled logistic function of
 * temperature {@code t} around each integer.
 *
 * <pre>{@code
 * y = n - 1/2 + tanh((x - n)/(2t)) / (2·tanh(1/(4t)))     with n = ⌊x + 1/2⌋
 * log dy/dx = log(1 - tanh²((x - n)/(2t))) - log(4t·tanh(1/(4t)))
 * }</pre>
 *
 * <p>Low temperatures approach the floor, high ones {@code x - 1/2}. Slopes agree with TensorFlow
 * Probability's Softfloor, values with its documentation.
 *
 * @param temperature the temperature {@code t}, from 0.05 (below, single precision loses the slope)
 *     to 1000
 */
public record Softfloor(double temperature) implements Increasing {
  public Softfloor {
    Require.within("temperature", temperature, 0.05, 1000);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    Expr nearest = x.plus(0.5).floor().stopGradient();
    Expr scaled = x.minus(nearest).times(0.5 / temperature);
    Mapped step = new Tanh().forward(scope, scaled, theta);
    Expr y = step.value().times(0.5 / end()).plus(nearest).minus(0.5);
    return new Mapped(y, step.logDet().minus(logFactor()));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr below = y.floor().stopGradient();
    Expr share = y.minus(below).minus(0.5).times(2 * end());
    Mapped scaled = new Tanh().inverse(scope, share, theta);
    Expr x = scaled.value().times(2 * temperature).plus(below).plus(1);
    return new Mapped(x, scaled.logDet().plus(logFactor()));
  }

  private double end() {
    return Math.tanh(0.25 / temperature);
  }

  private double logFactor() {
    return Math.log(4 * temperature * end());
  }
}
