package io.github.tfflows.bijectors.spline;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;

/**
 * One bin of a rational-quadratic spline for each entry, and the formulas within it, written as
 * sums of positive terms so that rounding cannot make them zero or negative (Durkan et al., 2019,
 * arXiv:1906.04032). {@code s}, {@code d0} and {@code d1} are shaped like the entries.
 *
 * @param bin where the bin is
 * @param s the slope of the chord
 * @param d0 the slope of the spline at the lower end
 * @param d1 the slope at the upper end
 */
record RationalQuadraticBin(Bin bin, Expr s, Expr d0, Expr d1) {
  /** Returns a bin with slopes at its ends. */
  static RationalQuadraticBin of(Bin bin, Expr d0, Expr d1) {
    return new RationalQuadraticBin(bin, bin.chord(), d0, d1);
  }

  /** Builds the spline at {@code x} and its log-slope. */
  Mapped forward(Expr x) {
    Expr xi = bin.positionOf(x);
    return new Mapped(value(xi), logSlope(xi));
  }

  /** Builds the inverse of the spline at {@code y} and its log-slope. */
  Mapped inverse(Expr y) {
    Expr xi = root(y);
    return new Mapped(bin.x(xi), logSlopeOfInverse(xi));
  }

  /** The spline at the relative position {@code ξ}: eq. 4. */
  private Expr value(Expr xi) {
    Expr q = xi.times(xi.complement()); // ξ(1-ξ)
    Expr numerator = s.times(xi.square()).plus(d0.times(q));
    return bin.y0().plus(bin.height().times(numerator).over(denominator(q)));
  }

  /** The log of its slope, eq. 5. */
  private Expr logSlope(Expr xi) {
    Expr q = xi.times(xi.complement());
    return s.over(denominator(q)).square().times(slopeNumerator(xi, q)).log();
  }

  /** The log of one over eq. 5; TensorFlow runs a negated log entry by entry. */
  private Expr logSlopeOfInverse(Expr xi) {
    Expr q = xi.times(xi.complement());
    return denominator(q).over(s).square().over(slopeNumerator(xi, q)).log();
  }

  /** {@code d1·ξ² + 2s·ξ(1-ξ) + d0·(1-ξ)²}. */
  private Expr slopeNumerator(Expr xi, Expr q) {
    Expr ends = d1.times(xi.square()).plus(d0.times(xi.complement().square()));
    return ends.plus(s.times(q).times(2));
  }

  /** {@code s·(ξ² + (1-ξ)²) + (d0 + d1)·ξ(1-ξ)}, the denominator of eq. 4. */
  private Expr denominator(Expr q) {
    return s.times(q.times(-2).plus(1)).plus(d0.plus(d1).times(q));
  }

  /**
   * Solves {@code value(ξ) = y} for {@code ξ} (eqs. 6-8, divided by the height). With the relative
   * position {@code ρ = (y - y0)/h} of the image,
   *
   * <pre>{@code
   * a·ξ² + b·ξ + c = 0,   b = e + 2s·ρ,   a = s - b,   c = -s·ρ,   e = d0·(1-ρ) - d1·ρ
   * b² - 4ac = e² + 4s²·ρ·(1-ρ)     two terms that are not negative and never vanish together
   *
   * ξ = 2c / (-b - √(b² - 4ac))     if b ≥ 0
   * ξ = (-b + √(b² - 4ac)) / 2a     if b < 0
   * }</pre>
   *
   * <p>Both forms are the root in [0, 1]. In each, the terms of the sum have equal signs, so
   * nothing cancels.
   */
  private Expr root(Expr y) {
    Expr rho = bin.positionOfImage(y);
    Expr e = d0.times(rho.complement()).minus(d1.times(rho));
    Expr b = e.plus(s.times(rho).times(2));
    Expr discriminant = e.square().plus(s.square().times(rho.times(rho.complement())).times(4));
    Expr sum = b.abs().plus(discriminant.sqrt()); // |b| + √(b² - 4ac)
    Expr positive = b.atLeast(0).indicator();
    Expr negative = positive.complement();
    Expr numerator = positive.times(s.times(rho).times(2)).plus(negative.times(sum));
    Expr denominator = positive.times(sum).plus(negative.times(s.plus(b.abs()).times(2)));
    return numerator.over(denominator).clipStraightThrough(0, 1);
  }
}
