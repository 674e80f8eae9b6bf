package io.github.tfflows.core.univariate;

import io.github.tfflows.core.graph.Expr;

/**
 * Student's t distribution of unit scale, without its quantiles, which have no formula.
 *
 * @param logDegrees the logarithm of the degrees of freedom {@code ν}, which may differ from entry
 *     to entry
 * @param logDensityAtZero {@code log f(0)}
 */
public record UnitStudent(Expr logDegrees, Expr logDensityAtZero) {
  /** Builds the distribution from the logarithm of its degrees of freedom. */
  public static UnitStudent of(Expr logDegrees) {
    Expr half = logDegrees.exp().times(0.5);
    Expr shift = logDegrees.plus(Math.log(Math.PI)).times(0.5);
    return new UnitStudent(logDegrees, LogGamma.riseByHalf(half).minus(shift));
  }

  /** Builds {@code log f(z)} in nats, finite for every finite {@code z}. */
  public Expr logDensity(Expr z) {
    Expr degrees = logDegrees.exp();
    Expr fall = log1pSquare(z.over(degrees.sqrt())).times(degrees.plus(1)).times(0.5);
    return logDensityAtZero.minus(fall);
  }

  /** Builds {@code F(z)}, without a gradient. */
  public Expr cdf(Expr z) {
    Expr tail = tail(z.abs());
    return z.greater(0).select(tail.complement(), tail);
  }

  /** Builds {@code F(-z)} for {@code z ≥ 0}, without cancellation. */
  public Expr tail(Expr z) {
    Expr degrees = logDegrees.exp();
    Expr half = degrees.times(0.5);
    Expr other = degrees.zeros().plus(0.5);
    Expr ratio = z.over(degrees.sqrt());
    Expr share = ratio.scope().constant(1).over(ratio.square().plus(1)); // ν/(ν + z²)
    Expr far = share.incompleteBeta(half, other);
    Expr near = ratio.square().times(share).incompleteBeta(other, half).complement();
    return ratio.greater(1).select(far, near).times(0.5);
  }

  /** Builds the entropy in nats. */
  public Expr entropy() {
    Expr half = logDegrees.exp().times(0.5);
    return half.plus(0.5).times(LogGamma.slopeOfRise(half)).minus(logDensityAtZero);
  }

  /** Builds {@code log(1 + r²)}, which is finite where {@code r²} overflows. */
  static Expr log1pSquare(Expr r) {
    Expr larger = r.abs().max(1);
    Expr smaller = r.over(larger).over(larger); // r or 1/r, whichever is within ±1
    return smaller.square().log1p().plus(larger.log().times(2));
  }
}
