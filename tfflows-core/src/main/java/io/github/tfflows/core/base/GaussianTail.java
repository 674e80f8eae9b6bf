package io.github.tfflows.core.base;

import io.github.tfflows.core.Condition;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.FloatLimits;
import io.github.tfflows.core.Marginals;

/**
 * The standard normal distribution {@code Φ} in logarithms, to rounding at every {@code z} whose
 * square the float type holds.
 *
 * <p>Below {@code z = -12} it is the asymptotic series
 *
 * <pre>{@code
 * log Φ(z) = -z²/2 - log(-z) - ½ log 2π + log S(1/z²)     S(v) = 1 - v + 3v² - 15v³ + ...
 * }</pre>
 *
 * <p>whose 14 terms leave {@code 1.3e-16}; elsewhere it is the complementary error function, which
 * at -12 is still a normal number in single precision.
 */
public final class GaussianTail {
  private static final double FAR = 12;
  private static final int TERMS = 14;
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  /** {@code log Φ(-12)}. */
  private static final double LOG_FAR = -FAR * FAR / 2 - Math.log(FAR) - HALF_LOG_TWO_PI - 0.00683;

  private static final int NEWTON_STEPS = 3;

  /** The entropy in nats. */
  static final double ENTROPY = HALF_LOG_TWO_PI + 0.5;

  /** Builds {@code log Φ(z)}. */
  public static Expr logCdf(Expr z) {
    return z.less(-FAR).select(farLogCdf(z.min(-FAR)), nearLogCdf(z.max(-FAR)));
  }

  /** Builds {@code log (φ(z) / Φ(z))}. */
  public static Expr logHazard(Expr z) {
    Expr far = z.min(-FAR);
    Expr near = z.max(-FAR);
    return z.less(-FAR)
        .select(
            far.negated().log().minus(logSeries(far)), logDensity(near).minus(nearLogCdf(near)));
  }

  /** Builds {@code Φ⁻¹(p)} from {@code log p}, for {@code p} of at most one half. */
  public static Expr lowerQuantile(Expr logProbability) {
    Condition isFar = logProbability.less(LOG_FAR);
    Expr p = logProbability.max(LOG_FAR).exp();
    return isFar.select(farQuantile(logProbability.min(LOG_FAR)), p.ndtri());
  }

  /**
   * Builds the {@code z} with {@code Φ(z) = p}, by the smaller of two tails: probabilities near one
   * are coarse.
   *
   * @param logBelow {@code log p}
   * @param logAbove {@code log(1 - p)}
   */
  static Expr quantile(Expr logBelow, Expr logAbove) {
    Condition lower = logBelow.less(logAbove);
    Expr z = lowerQuantile(lower.select(logBelow, logAbove).min(Math.log(0.5)));
    return lower.select(z, z.negated());
  }

  /** Solves {@code log Φ(z) = log p} by Newton steps; the last one carries the gradient. */
  private static Expr farQuantile(Expr logProbability) {
    Expr twice = logProbability.times(-2);
    Expr z = twice.minus(2 * HALF_LOG_TWO_PI).minus(twice.log()).sqrt().negated().stopGradient();
    for (int i = 0; i < NEWTON_STEPS; i++) {
      Expr at = z.stopGradient();
      Expr hazard = at.negated().over(logSeries(at).exp());
      z = at.minus(farLogCdf(at).minus(logProbability).over(hazard));
    }
    return z;
  }

  private static Expr farLogCdf(Expr z) {
    return logDensity(z).minus(z.negated().log()).plus(logSeries(z));
  }

  /** The error function's complement has no gradient, so that {@code h(z)} enters as a constant. */
  private static Expr nearLogCdf(Expr z) {
    Expr at = z.stopGradient();
    Expr tail = at.abs().times(Math.sqrt(0.5)).erfc().times(0.5);
    FloatLimits limits = at.scope().limits();
    double smallestNormal = limits.smallest() * limits.epsilon(); // constants need no room
    Expr value =
        at.greater(0).select(tail.negated().log1p(), tail.max(smallestNormal).log()).stopGradient();
    Expr hazard = logDensity(at).minus(value).exp().stopGradient();
    return value.plus(hazard.times(z.minus(at)));
  }

  /** Returns the distribution functions of each entry. */
  static Marginals marginals() {
    return Marginals.symmetric(x -> x.times(-Math.sqrt(0.5)).erfc().times(0.5), Expr::ndtri);
  }

  /** Builds {@code log φ(z)}. */
  static Expr logDensity(Expr z) {
    return z.square().times(-0.5).minus(HALF_LOG_TWO_PI);
  }

  /** {@code log S(1/z²)}, for {@code z ≤ -12}. */
  private static Expr logSeries(Expr z) {
    Expr v = z.scope().constant(1).over(z).square();
    Expr sum = v.zeros();
    for (int n = TERMS; n > 0; n--) {
      sum = sum.plus(1).times(v).times(-(2 * n - 1));
    }
    return sum.log1p();
  }

  private GaussianTail() {}
}
