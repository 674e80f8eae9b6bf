package io.github.tfflows.core.univariate;

import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.FloatLimits;
import java.util.Arrays;

/**
 * The standard normal distribution {@code Φ}. Its logarithm and its hazard {@code h(z) = φ(z) /
 * Φ(z)} are exact to rounding for every {@code z} whose square is finite.
 *
 * <p>Below {@code z = -12} they use the asymptotic series
 *
 * <pre>{@code
 * log Φ(z) = -z²/2 - log(-z) - ½ log 2π + log S(1/z²)     S(v) = 1 - v + 3v² - 15v³ + ...
 * }</pre>
 *
 * <p>with an error of {@code 1.3e-16} for 14 terms and {@code 1.2e-9} for 5 terms; elsewhere the
 * complementary error function, which at -12 is still a normal number in single precision.
 *
 * <p>Gradients are the formulas {@code (log Φ)' = h} and {@code (log h)' = -(z + h)}. They count as
 * constants in second derivatives.
 */
public record UnitNormal() implements LogSymmetric {
  private static final double FAR = 12;
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  /** {@code log Φ(-12)}. */
  private static final double LOG_FAR = -FAR * FAR / 2 - Math.log(FAR) - HALF_LOG_TWO_PI - 0.00683;

  /** Within these probabilities, TensorFlow's quantile is precise under XLA, too. */
  private static final double LEAST_CENTRAL = 0.1;

  private static final double GREATEST_CENTRAL = 0.9;

  /**
   * Quotients of polynomials of {@code √(-2·log p)} that differ from {@code √(-2·log p) + Φ⁻¹(p)}
   * by at most 4.5e-4 (Abramowitz and Stegun, 1964, Handbook of Mathematical Functions, 26.2.23).
   */
  private static final double[] NUMERATOR = {2.515517, 0.802853, 0.010328};

  private static final double[] DENOMINATOR = {1, 1.432788, 0.189269, 0.001308};

  /** The entropy in nats. */
  public static final double ENTROPY = HALF_LOG_TWO_PI + 0.5;

  /**
   * The functions without gradients.
   *
   * @param excess {@code z + h(z)}
   */
  private record Held(Expr z, Expr logCdf, Expr logHazard, Expr hazard, Expr excess) {
    static Held at(Expr z) {
      Condition isFar = z.less(-FAR);
      Expr far = z.min(-FAR);
      Expr series = series(far);
      Expr farLogHazard = far.negated().log().minus(series.log1p());
      Expr density = new UnitNormal().logDensity(z);
      Expr near = nearLogCdf(z.max(-FAR));
      Expr logHazard = isFar.select(farLogHazard, density.minus(near));
      Expr hazard = logHazard.exp();
      Expr farExcess = far.times(series).over(series.plus(1)); // not a difference of large numbers
      return new Held(
          z,
          isFar.select(density.minus(farLogHazard), near).stopGradient(),
          logHazard.stopGradient(),
          hazard.min(z.scope().limits().largest()).stopGradient(),
          isFar.select(farExcess, z.plus(hazard)).stopGradient());
    }

    /**
     * Builds the point with gradients.
     *
     * @param change zero, with the gradient of {@code z}
     */
    Point moved(Expr change) {
      return new Point(
          z.plus(change),
          logCdf.plus(hazard.times(change)),
          logHazard.minus(excess.times(change)),
          hazard.minus(hazard.times(excess).times(change)));
    }
  }

  @Override
  public Point at(Expr z) {
    Held held = Held.at(z.stopGradient());
    Condition isFinite = held.z.abs().less(Double.POSITIVE_INFINITY);
    return held.moved(isFinite.select(z.variation(), z.zeros()));
  }

  @Override
  public Point lower(Expr logProbability) {
    Expr logP = logProbability.stopGradient();
    Condition isFar = logP.less(LOG_FAR);
    Expr near = nearQuantile(logP.max(LOG_FAR));
    Held held = Held.at(isFar.select(farQuantile(logP.min(LOG_FAR)), near).stopGradient());
    return held.moved(logProbability.variation().over(held.hazard));
  }

  /**
   * Solves {@code log Φ(z) = log p} by Halley's method, with an error of {@code 1e-10} after the
   * first step and rounding after the second.
   */
  private Expr nearQuantile(Expr logProbability) {
    Expr root = logProbability.times(-2).sqrt();
    Expr z = polynomial(root, NUMERATOR).over(polynomial(root, DENOMINATOR)).minus(root);
    for (int i = 0; i < (isSingle(z) ? 1 : 2); i++) {
      Expr logCdf = nearLogCdf(z);
      Expr hazard = logDensity(z).minus(logCdf).exp();
      Expr step = logCdf.minus(logProbability).over(hazard);
      z = z.minus(step.over(step.times(z.plus(hazard)).times(0.5).plus(1))); // h' = -h·(z + h)
    }
    return z;
  }

  private static Expr polynomial(Expr x, double... coefficients) {
    Expr sum = x.times(coefficients[coefficients.length - 1]);
    for (int n = coefficients.length - 2; n > 0; n--) {
      sum = sum.plus(coefficients[n]).times(x);
    }
    return sum.plus(coefficients[0]);
  }

  /**
   * Solves {@code log Φ(z) = log p} by two Newton steps. The relative error is {@code 1e-8} after
   * the first and rounding after the second.
   */
  private Expr farQuantile(Expr logProbability) {
    Expr twice = logProbability.times(-2);
    Expr z = twice.minus(2 * HALF_LOG_TWO_PI).minus(twice.log()).sqrt().negated();
    for (int i = 0; i < (isSingle(z) ? 1 : 2); i++) {
      Expr series = series(z);
      Expr logHazard = z.negated().log().minus(series.log1p());
      Expr error = logDensity(z).minus(logHazard).minus(logProbability);
      z = z.plus(error.times(series.plus(1)).over(z)); // h = -z / S
    }
    return z;
  }

  private static Expr nearLogCdf(Expr z) {
    Expr tail = z.abs().times(Math.sqrt(0.5)).erfc().times(0.5);
    FloatLimits limits = z.scope().limits();
    double smallestNormal =
        limits.smallest() * limits.epsilon(); // constants need no margin for gradients
    return z.greater(0).select(tail.negated().log1p(), tail.max(smallestNormal).log());
  }

  @Override
  public Expr cdf(Expr z) {
    return z.times(-Math.sqrt(0.5)).erfc().times(0.5);
  }

  /**
   * {@inheritDoc} Computed from logarithms in the tails, where XLA's quantile is infinite or
   * imprecise.
   */
  @Override
  public Expr quantile(Expr p) {
    Condition isCentral = p.greater(LEAST_CENTRAL).and(p.less(GREATEST_CENTRAL));
    Expr central = p.max(LEAST_CENTRAL).min(GREATEST_CENTRAL).ndtri();
    return isCentral.select(central, quantile(p.log(), p.negated().log1p()));
  }

  @Override
  public Expr centered(Expr z) {
    return z.scope().expr(z.scope().tf().math.erf(z.times(Math.sqrt(0.5))));
  }

  @Override
  public Expr logDensity(Expr z) {
    return z.square().times(-0.5).minus(HALF_LOG_TWO_PI);
  }

  /** {@code S(1/z²) - 1}, for {@code z ≤ -12}. */
  private static Expr series(Expr z) {
    Expr v = z.scope().constant(1).over(z).square();
    double[] terms = new double[isSingle(z) ? 5 : 14];
    Arrays.setAll(terms, n -> -(2 * n + 1));
    Arrays.parallelPrefix(terms, (a, b) -> a * b);
    return polynomial(v, terms).times(v);
  }

  private static boolean isSingle(Expr x) {
    return x.scope().limits().epsilon() > Math.ulp(1d);
  }
}
