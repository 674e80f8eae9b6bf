package io.github.tfflows.bijectors.spline;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import java.util.ArrayList;
import java.util.List;

/**
 * One bin of a rational-quadratic spline for each entry, and the formulas within it, as sums of
 * positive terms, so that rounding cannot make them zero or negative (Durkan et al., 2019,
 * arXiv:1906.04032). {@code s}, {@code d0} and {@code d1} are shaped like the entries.
 *
 * <p>With {@code ξ} and {@code ρ} the relative positions of a point and of its image, and {@code q
 * = ξ(1-ξ)},
 *
 * <pre>{@code
 * ρ  = (s·ξ² + d0·q) / D            D = s·(1-2q) + (d0 + d1)·q                (4)
 * y' = (s/D)²·N                     N = d1·ξ² + 2s·q + d0·(1-ξ)²              (5)
 * }</pre>
 *
 * <p>Gradients are written by hand (see {@link Expr#variation}), since TensorFlow's own would need
 * more ops than the rest of the bin:
 *
 * <pre>{@code
 * ∂ρ/∂ξ  = s·N/D²                   ∂ log y'/∂ξ  = 2·((d1·ξ + s·(1-2ξ) - d0·(1-ξ))/N
 *                                                     - (d0 + d1 - 2s)·(1-2ξ)/D)
 * ∂ρ/∂s  = (ξ² - ρ·(1-2q))/D        ∂ log y'/∂s  = 2·(1/s + q/N - (1-2q)/D)
 * ∂ρ/∂d0 = q·(1-ρ)/D                ∂ log y'/∂d0 = (1-ξ)²/N - 2q/D
 * ∂ρ/∂d1 = -q·ρ/D                   ∂ log y'/∂d1 = ξ²/N - 2q/D
 * }</pre>
 *
 * @param s the slope of the chord
 * @param d0 the slope of the spline at the lower end
 * @param d1 the slope at the upper end
 */
record RationalQuadraticBin(Bin bin, Expr s, Expr d0, Expr d1) {
  static RationalQuadraticBin of(Bin bin, Expr d0, Expr d1) {
    return new RationalQuadraticBin(bin, bin.chord(), d0, d1);
  }

  Mapped forward(Expr x) {
    Expr xi = bin.positionOf(x);
    Terms at = terms(xi);
    Expr rho = s.times(at.square).plus(d0.times(at.q)).over(at.d);
    Expr log = s.over(at.d).square().times(at.n).log();
    if (!x.scope().isDifferentiated()) {
      return new Mapped(bin.y(rho), log);
    }
    Expr image = rho.stopGradient().plus(variationOfImage(at, rho, xi));
    return new Mapped(bin.y(image), log.stopGradient().plus(variationOfLog(at, xi)));
  }

  Mapped inverse(Expr y) {
    Expr rho = bin.positionOfImage(y);
    Expr xi = root(rho);
    Terms at = terms(xi);
    Expr log = at.d.over(s).square().over(at.n).log(); // TensorFlow runs a negated log by entries
    if (!y.scope().isDifferentiated()) {
      return new Mapped(bin.x(xi), log);
    }
    Expr position = xi.stopGradient().plus(variationOfPosition(at, rho));
    return new Mapped(bin.x(position), log.stopGradient().minus(variationOfLog(at, position)));
  }

  /**
   * The common terms of the formulas at a relative position.
   *
   * @param square {@code ξ²}
   * @param rest {@code 1 - ξ}
   * @param even {@code 1 - 2q}
   */
  private record Terms(Expr xi, Expr square, Expr rest, Expr q, Expr even, Expr d, Expr n) {}

  private Terms terms(Expr xi) {
    Expr square = xi.square();
    Expr rest = xi.complement();
    Expr q = xi.times(rest);
    Expr even = q.times(-2).plus(1);
    Expr d = s.times(even).plus(d0.plus(d1).times(q));
    Expr ends = d1.times(square).plus(d0.times(rest.square()));
    return new Terms(xi, square, rest, q, even, d, ends.plus(s.times(q).times(2)));
  }

  /** {@code dρ} by the position and the slopes. */
  private Expr variationOfImage(Terms at, Expr rho, Expr position) {
    Expr share = at.q.over(at.d);
    return variation(
        List.of(position, s, d0, d1),
        s.times(at.n).over(at.d.square()),
        at.square.minus(rho.times(at.even)).over(at.d),
        share.times(rho.complement()),
        share.times(rho).negated());
  }

  /** {@code dξ} by the image and the slopes: {@code dρ} solved for it. */
  private Expr variationOfPosition(Terms at, Expr image) {
    Expr flatness = at.d.over(s.times(at.n));
    Expr share = at.q.times(flatness);
    return variation(
        List.of(image, s, d0, d1),
        at.d.times(flatness),
        image.times(at.even).minus(at.square).times(flatness),
        share.times(image.complement()).negated(),
        share.times(image));
  }

  /** {@code d log y'} by the position and the slopes. */
  private Expr variationOfLog(Terms at, Expr position) {
    Expr fall = at.rest.minus(at.xi); // 1 - 2ξ
    Expr rise = d1.times(at.xi).minus(d0.times(at.rest)).plus(s.times(fall));
    Expr turn = d0.plus(d1).minus(s.times(2)).times(fall);
    Expr half = s.scope().constant(1).over(s).plus(at.q.over(at.n)).minus(at.even.over(at.d));
    Expr share = at.q.times(2).over(at.d);
    return variation(
        List.of(position, s, d0, d1),
        rise.over(at.n).minus(turn.over(at.d)).times(2),
        half.times(2),
        at.rest.square().over(at.n).minus(share),
        at.square.over(at.n).minus(share));
  }

  /** {@code Σ slopeᵢ·dxᵢ}. */
  private static Expr variation(List<Expr> by, Expr... slopes) {
    List<Expr> terms = new ArrayList<>();
    for (int i = 0; i < slopes.length; i++) {
      terms.add(slopes[i].stopGradient().times(by.get(i).variation()));
    }
    return by.get(0).scope().sum(terms);
  }

  /**
   * Solves eq. 4 for {@code ξ} (eqs. 6-8):
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
  private Expr root(Expr rho) {
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
