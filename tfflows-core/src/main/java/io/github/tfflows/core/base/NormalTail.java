package io.github.tfflows.core.base;

import io.github.tfflows.core.Condition;
import io.github.tfflows.core.Expr;

/** The distribution function {@code Φ} of the standard normal distribution, by its logarithm. */
final class NormalTail {
  /** Where {@code Φ} is still a normal number of single precision, and the series holds. */
  private static final double FAR = -10;

  private static final int SERIES_TERMS = 8;
  private static final double LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  /** Enough for double precision from anywhere. */
  private static final int NEWTON_STEPS = 7;

  /** The logarithm and its slope, without gradients. */
  private record Point(Expr value, Expr slope) {}

  /**
   * Builds {@code log Φ(x)}, which is finite where {@code Φ} underflows: by the complementary error
   * function, and below -10 by the asymptotic series (Abramowitz and Stegun, 1964, eq. 26.2.12).
   */
  static Expr log(Expr x) {
    Point at = at(x);
    return at.value().plus(at.slope().times(x.minus(x.stopGradient())));
  }

  private static Point at(Expr x) {
    Expr held = x.stopGradient();
    Condition far = held.less(FAR);
    Expr near = held.max(FAR);
    Expr logNear =
        x.scope().expr(x.scope().tf().math.erfc(near.times(-Math.sqrt(0.5)))).times(0.5).log();
    Expr slopeNear = near.square().times(-0.5).minus(LOG_ROOT_TWO_PI).minus(logNear).exp();
    Expr tail = held.min(FAR).negated();
    Expr series = series(tail);
    Expr logFar =
        tail.square().times(-0.5).minus(tail.log()).minus(LOG_ROOT_TWO_PI).plus(series.log());
    return new Point(
        far.select(logFar, logNear).stopGradient(),
        far.select(tail.over(series), slopeNear).stopGradient());
  }

  /** {@code 1 - 1/t² + 1·3/t⁴ - 1·3·5/t⁶ + …}, by Horner's rule. */
  private static Expr series(Expr t) {
    Expr inverse = t.scope().constant(1).over(t);
    Expr sum = inverse.zeros().plus(1);
    for (int k = SERIES_TERMS; k >= 1; k--) {
      sum = sum.times(inverse).times(inverse).times(-(2 * k - 1)).plus(1);
    }
    return sum;
  }

  /**
   * Builds the quantile, {@code x} with {@code log Φ(x) = y}, for {@code y ≤ log ½}. The logarithm
   * is concave and the start lies below the root, so that Newton's steps rise to it. The last one
   * carries the gradient.
   */
  static Expr quantileOfLog(Expr y) {
    Expr x = y.stopGradient().times(-2).sqrt().negated();
    for (int i = 1; i < NEWTON_STEPS; i++) {
      Point at = at(x);
      x = x.minus(at.value().minus(y.stopGradient()).over(at.slope()));
    }
    Point last = at(x);
    return x.stopGradient().minus(last.value().minus(y).over(last.slope()));
  }

  private NormalTail() {}
}
