package io.github.tfflows.bijectors;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * One bin of a rational-quadratic spline for each entry, and the formulas within it, written as
 * sums of positive terms so that rounding cannot make them zero or negative (Durkan et al., 2019,
 * arXiv:1906.04032). All components are shaped like the entries.
 *
 * @param scope the place in the graph to build in
 * @param x0 the lower end of the bin
 * @param y0 its image
 * @param width the size of the bin
 * @param height the size of its image
 * @param s the slope of the chord, {@code height / width}
 * @param d0 the slope of the spline at the lower end
 * @param d1 the slope at the upper end
 * @param <T> the float type of the graph
 */
record SplineBin<T extends TFloating>(
    GraphScope<T> scope,
    Expr<T> x0,
    Expr<T> y0,
    Expr<T> width,
    Expr<T> height,
    Expr<T> s,
    Expr<T> d0,
    Expr<T> d1) {
  /** The share of the bin passed, clipped to {@code [0, 1]} in value but not in gradient. */
  Expr<T> position(Expr<T> offset, Expr<T> size) {
    return clipped(offset.over(size));
  }

  /** Eq. 4. */
  Expr<T> value(Expr<T> xi) {
    Expr<T> q = xi.times(xi.complement());
    Expr<T> top = s.times(xi.squared()).plus(d0.times(q));
    return y0.plus(height.times(top).over(denominator(q)));
  }

  /** The log of eq. 5. */
  Expr<T> logSlope(Expr<T> xi) {
    Expr<T> q = xi.times(xi.complement());
    return s.over(denominator(q)).squared().times(slopeTop(xi, q)).log();
  }

  /** The log of one over eq. 5; TensorFlow runs a negated log entry by entry. */
  Expr<T> logSlopeOfInverse(Expr<T> xi) {
    Expr<T> q = xi.times(xi.complement());
    return denominator(q).over(s).squared().over(slopeTop(xi, q)).log();
  }

  private Expr<T> slopeTop(Expr<T> xi, Expr<T> q) {
    Expr<T> ends = d1.times(xi.squared()).plus(d0.times(xi.complement().squared()));
    return ends.plus(s.times(q).times(2));
  }

  /**
   * Solves {@code value(ξ) = y0 + ρ·height} for {@code ξ}: {@code a·ξ² + b·ξ + c = 0} of eqs. 6-8,
   * divided by the height, where {@code a = s - b} and {@code c = -s·ρ}. The discriminant {@code b²
   * - 4ac} equals the sum of squares below, which is positive: at {@code ρ = 0} it is {@code d0²},
   * at {@code ρ = 1} it is {@code d1²}. Of the two forms of the root each is used where its terms
   * do not cancel.
   */
  Expr<T> root(Expr<T> rho) {
    Ops tf = scope.tf();
    Expr<T> rest = rho.complement();
    Expr<T> lean = d0.times(rest).minus(d1.times(rho));
    Expr<T> b = lean.plus(s.times(rho).times(2));
    Expr<T> discriminant = lean.squared().plus(s.squared().times(rho.times(rest)).times(4));
    Expr<T> q = b.abs().plus(discriminant.sqrt());
    Operand<TBool> atLeastZero = tf.math.greaterEqual(b, scope.scalar(0));
    Expr<T> positive = scope.expr(tf.dtypes.cast(atLeastZero, scope.type()));
    Expr<T> negative = positive.complement();
    // 2c / (-b - √(b² - 4ac)) or (-b + √(b² - 4ac)) / 2a
    Expr<T> top = positive.times(s.times(rho).times(2)).plus(negative.times(q));
    Expr<T> bottom = positive.times(q).plus(negative.times(s.plus(b.abs()).times(2)));
    return clipped(top.over(bottom));
  }

  /**
   * The denominator of eq. 4, {@code s·(ξ² + (1-ξ)²) + (d0 + d1)·ξ(1-ξ)}, with {@code q = ξ(1-ξ)}.
   */
  private Expr<T> denominator(Expr<T> q) {
    return s.times(q.times(-2).plus(1)).plus(d0.plus(d1).times(q));
  }

  private Expr<T> clipped(Operand<T> share) {
    Ops tf = scope.tf();
    Operand<T> excess = tf.math.sub(tf.clipByValue(share, scope.scalar(0), scope.scalar(1)), share);
    return scope.expr(share).plus(tf.stopGradient(excess));
  }
}
