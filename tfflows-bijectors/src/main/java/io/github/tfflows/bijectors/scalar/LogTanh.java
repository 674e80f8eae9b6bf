package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * {@code y = tanh(x)} within {@code ±c} and a logarithm beyond, of the reals onto the reals, which
 * compresses outliers:
 *
 * <pre>{@code
 * y = sign(x)·(tanh(c) + α·log(|x|/c))     for |x| > c, with α = c·(1 - tanh²(c))
 * log dy/dx = log(α/|x|)
 * }</pre>
 *
 * <p>The slope is continuous; the LogTanh of nflows has a jump there. In the inverse, values beyond
 * the largest number times the machine epsilon (4e31 in single precision) are clipped there, with
 * zero gradient.
 *
 * @param threshold the end {@code c} of the hyperbolic tangent, positive and at most 5, beyond
 *     which single precision loses the slope
 */
public record LogTanh(double threshold) implements Increasing {
  public LogTanh {
    if (!(threshold > 0 && threshold <= 5)) {
      throw new IllegalArgumentException(
          "expected a threshold above 0 and of at most 5, got " + threshold);
    }
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    Mapped y = new Tanh().forward(scope, x.clip(-threshold, threshold), theta);
    Expr far = x.abs().max(threshold);
    Expr rise = far.times(1 / threshold).log();
    Expr sign = x.over(far).stopGradient(); // of points beyond, where the rise is not zero
    return new Mapped(y.value().plus(sign.times(rise).times(factor())), y.logDet().minus(rise));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    double end = Math.tanh(threshold);
    Mapped x = new Tanh().inverse(scope, y.clip(-end, end), theta);
    Expr far = y.abs().max(end);
    Expr rise = far.minus(end).times(1 / factor()).min(Math.log(scope.limits().large()));
    Expr sign = y.over(far).stopGradient();
    return new Mapped(
        x.value().plus(sign.times(rise.expm1()).times(threshold)), x.logDet().plus(rise));
  }

  private double factor() {
    double cosh = Math.cosh(threshold);
    return threshold / (cosh * cosh);
  }
}
