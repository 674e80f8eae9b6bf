package io.github.tfflows.gallery.toy;

import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Require;
import java.util.List;

/**
 * Log-densities {@code -U(z)} on the plane to fit flows to without data (Rezende and Mohamed, 2015,
 * arXiv:1505.05770, table 1), with
 *
 * <pre>{@code
 * w₁ = sin(2π z₁ / 4)    w₂ = 3 exp(-½ ((z₁ - 1) / 0.6)²)    w₃ = 3 sigmoid((z₁ - 1) / 0.3)
 * }</pre>
 *
 * <p>The densities of {@link #U1} and {@link #MOONS} have a finite integral. The others repeat
 * along {@code z₁} without end, and a flow would spread without end; fit it to such a density
 * {@linkplain #within within bounds}.
 */
public enum Potential implements LogDensity {
  /** {@code ½ ((‖z‖ - 2) / 0.4)² - ln(exp(-½ ((z₁ - 2) / 0.6)²) + exp(-½ ((z₁ + 2) / 0.6)²))}. */
  U1(1.8775016261097077) {
    @Override
    public Expr logProb(GraphScope scope, Expr z) {
      return twoModes(scope, z, 0.4, 0.6);
    }
  },

  /** {@code ½ ((z₂ - w₁) / 0.4)²}. */
  U2 {
    @Override
    public Expr logProb(GraphScope scope, Expr z) {
      return gaussian(overWave(z), 0.4);
    }
  },

  /** {@code -ln(exp(-½ ((z₂ - w₁) / 0.35)²) + exp(-½ ((z₂ - w₁ + w₂) / 0.35)²))}. */
  U3 {
    @Override
    public Expr logProb(GraphScope scope, Expr z) {
      Expr bump = gaussian(z.entry(0).minus(1), 0.6).exp().times(3);
      return either(gaussian(overWave(z), 0.35), gaussian(overWave(z).plus(bump), 0.35));
    }
  },

  /** {@code -ln(exp(-½ ((z₂ - w₁) / 0.4)²) + exp(-½ ((z₂ - w₁ + w₃) / 0.35)²))}. */
  U4 {
    @Override
    public Expr logProb(GraphScope scope, Expr z) {
      Expr step = z.entry(0).minus(1).times(1 / 0.3).sigmoid().times(3);
      return either(gaussian(overWave(z), 0.4), gaussian(overWave(z).plus(step), 0.35));
    }
  },

  /** The potential of {@link #U1} with half its widths, 0.2 and 0.3: the two moons of normflows. */
  MOONS(0.8042144486321197) {
    @Override
    public Expr logProb(GraphScope scope, Expr z) {
      return twoModes(scope, z, 0.2, 0.3);
    }
  };

  private final double logIntegral;

  Potential() {
    this(Double.POSITIVE_INFINITY);
  }

  Potential(double logIntegral) {
    this.logIntegral = logIntegral;
  }

  /**
   * Returns {@code ln ∫ exp(-U(z)) dz}, which normalizes the log-density when subtracted from it;
   * infinite for densities that repeat.
   */
  public double logIntegral() {
    return logIntegral;
  }

  /**
   * Returns this log-density minus {@code ½ (z₁⁴ + z₂⁴) / bound⁴}, as in normflows: nearly the same
   * within the bound, and a density of almost zero beyond. If the tails of a flow have no fourth
   * moment, as with {@code StudentTails} of four degrees, its divergence from this density is
   * infinite, and a few draws dominate its estimates.
   *
   * @param bound the bound along both axes, more than zero
   * @throws IllegalArgumentException if the bound is not positive and finite
   */
  public LogDensity within(double bound) {
    Require.positive("bound", bound);
    return (scope, z) -> logProb(scope, z).plus(gaussian(z.times(1 / bound).square(), 1).sumLast());
  }

  private static Expr twoModes(GraphScope scope, Expr z, double width, double spread) {
    Expr radius = z.square().sumLast().max(scope.limits().smallest()).sqrt();
    Expr right = gaussian(z.entry(0).minus(2), spread);
    Expr left = gaussian(z.entry(0).plus(2), spread);
    return gaussian(radius.minus(2), width).plus(either(right, left));
  }

  private static Expr gaussian(Expr distance, double scale) {
    return distance.times(1 / scale).square().times(-0.5);
  }

  private static Expr either(Expr log, Expr other) {
    return log.scope().concat(-1, List.of(log.expand(-1), other.expand(-1))).logSumExpLast();
  }

  private static Expr overWave(Expr z) {
    return z.entry(1).minus(z.entry(0).times(Math.PI / 2).sin());
  }
}
