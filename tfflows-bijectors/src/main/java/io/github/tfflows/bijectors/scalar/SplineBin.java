package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.Expr;

/**
 * One bin of a rational-quadratic spline for each entry, and the formulas within it, written as
 * sums of positive terms so that rounding cannot make them zero or negative (Durkan et al., 2019,
 * arXiv:1906.04032). All components are shaped like the entries.
 *
 * @param x0 the lower end of the bin
 * @param y0 its image
 * @param width the size of the bin
 * @param height the size of its image
 * @param s the slope of the chord, {@code height / width}
 * @param d0 the slope of the spline at the lower end
 * @param d1 the slope at the upper end
 */
record SplineBin(Expr x0, Expr y0, Expr width, Expr height, Expr s, Expr d0, Expr d1) {
  /** Returns the bin with other slopes at its ends. */
  SplineBin withSlopes(Expr lower, Expr upper) {
    return new SplineBin(x0, y0, width, height, s, lower, upper);
  }

  /** The share {@code ξ} of the bin below {@code x}. */
  Expr shareBelow(Expr x) {
    return clipped(x.minus(x0).over(width));
  }

  /** Eq. 4. */
  Expr value(Expr xi) {
    Expr q = xi.times(xi.complement());
    Expr top = s.times(xi.square()).plus(d0.times(q));
    return y0.plus(height.times(top).over(denominator(q)));
  }

  /** The log of eq. 5. */
  Expr logSlope(Expr xi) {
    Expr q = xi.times(xi.complement());
    return s.over(denominator(q)).square().times(slopeTop(xi, q)).log();
  }

  /** The log of one over eq. 5; TensorFlow runs a negated log entry by entry. */
  Expr logSlopeOfInverse(Expr xi) {
    Expr q = xi.times(xi.complement());
    return denominator(q).over(s).square().over(slopeTop(xi, q)).log();
  }

  private Expr slopeTop(Expr xi, Expr q) {
    Expr ends = d1.times(xi.square()).plus(d0.times(xi.complement().square()));
    return ends.plus(s.times(q).times(2));
  }

  /**
   * Solves {@code value(ξ) = y} for {@code ξ}: {@code a·ξ² + b·ξ + c = 0} of eqs. 6-8, divided by
   * the height. With the share {@code ρ} of the image below {@code y}, {@code a = s - b} and {@code
   * c = -s·ρ}. The discriminant {@code b² - 4ac} equals the sum of squares below, which is
   * positive: at {@code ρ = 0} it is {@code d0²}, at {@code ρ = 1} it is {@code d1²}. Of the two
   * forms of the root each is used where its terms do not cancel.
   */
  Expr root(Expr y) {
    Expr rho = clipped(y.minus(y0).over(height));
    Expr rest = rho.complement();
    Expr lean = d0.times(rest).minus(d1.times(rho));
    Expr b = lean.plus(s.times(rho).times(2));
    Expr discriminant = lean.square().plus(s.square().times(rho.times(rest)).times(4));
    Expr q = b.abs().plus(discriminant.sqrt());
    Expr positive = b.atLeast(0).indicator();
    Expr negative = positive.complement();
    // 2c / (-b - √(b² - 4ac)) or (-b + √(b² - 4ac)) / 2a
    Expr top = positive.times(s.times(rho).times(2)).plus(negative.times(q));
    Expr bottom = positive.times(q).plus(negative.times(s.plus(b.abs()).times(2)));
    return clipped(top.over(bottom));
  }

  /**
   * The denominator of eq. 4, {@code s·(ξ² + (1-ξ)²) + (d0 + d1)·ξ(1-ξ)}, with {@code q = ξ(1-ξ)}.
   */
  private Expr denominator(Expr q) {
    return s.times(q.times(-2).plus(1)).plus(d0.plus(d1).times(q));
  }

  /** Moves a share that rounding put outside of {@code [0, 1]} there, in value but not gradient. */
  private static Expr clipped(Expr share) {
    return share.plus(share.clip(0, 1).minus(share).stopGradient());
  }
}
