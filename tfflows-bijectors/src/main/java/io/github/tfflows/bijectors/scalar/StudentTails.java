package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * The identity within {@code ±c}. Beyond, it transforms a Gaussian tail into the tail of a
 * Student-t distribution of {@code ν} degrees of freedom (Wallace, 1959, Annals of Mathematical
 * Statistics 30(4), 1121-1130, for {@code c = 0}). It maps the reals onto the reals:
 *
 * <pre>{@code
 * y = sign(x)·√(c² + ν·(exp((x² - c²)/ν) - 1))     log dy/dx = log |x/y| + (x² - c²)/ν
 * x = sign(y)·√(c² + ν·log(1 + (y² - c²)/ν))       for |x|, |y| > c; slope one at c
 * }</pre>
 *
 * <p>Next to the data, its inverse compresses outliers, so that none of them dominates a mean: with
 * {@code c = 4} and {@code ν = 4}, a million becomes 11. Next to a Gaussian base it gives each
 * feature heavy tails. Within {@code ±c} it changes nothing. Images {@code y} beyond the root of
 * the largest number times the machine epsilon (6e15 in single precision) are clipped there, with
 * zero gradient; the inverse is exact for all finite {@code y}.
 *
 * @param threshold the bound {@code c} of the identity, positive
 * @param degrees the degrees of freedom {@code ν}, above 0 and at most 1e6: the smaller, the
 *     heavier the tails
 */
public record StudentTails(double threshold, double degrees) implements Increasing {
  public StudentTails {
    if (!(threshold > 0 && Double.isFinite(threshold) && degrees > 0 && degrees <= 1e6)) {
      throw new IllegalArgumentException(
          "expected a positive threshold and degrees of freedom of at most 1e6, got %s and %s"
              .formatted(threshold, degrees));
    }
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    double top = Math.log1p((end(scope) * end(scope) - square()) / degrees);
    Expr far = x.abs().clip(threshold, Math.sqrt(square() + degrees * top));
    Expr rise = far.square().minus(square()).over(scope.constant(degrees));
    Expr y = rise.exp().minus(1).times(degrees).plus(square()).sqrt(); // ONNX lacks expm1, log1p
    return joined(x, y, far.log().minus(y.log()).plus(rise));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr far = y.abs().max(threshold);
    Expr near = far.min(end(scope));
    Expr beyond = far.max(end(scope)).times(1 / end(scope)).log().times(2); // as of a power
    Expr rise =
        near.square().minus(square()).over(scope.constant(degrees)).plus(1).log().plus(beyond);
    Expr x = rise.times(degrees).plus(square()).sqrt();
    return joined(y, x, far.log().minus(x.log()).minus(rise));
  }

  private Mapped joined(Expr at, Expr tail, Expr logSlope) {
    Expr sign = at.over(at.abs().max(threshold)); // of points beyond it
    return new Mapped(
        at.abs().greater(threshold).select(tail.times(sign), at),
        at.abs().greater(threshold).select(logSlope, logSlope.zeros()));
  }

  private double square() {
    return threshold * threshold;
  }

  private static double end(GraphScope scope) {
    return Math.sqrt(scope.limits().large());
  }
}
