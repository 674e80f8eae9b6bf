package io.github.tfflows.core.base;

import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * The angles between {@code μ} and draws of a von Mises-Fisher distribution, whose density is
 * proportional to {@code sin(θ)^(d-2)·exp(κ·cos θ)} for {@code 0 ≤ θ ≤ π}.
 *
 * <p>They are drawn by rejection (Wood, 1994, Communications in Statistics - Simulation and
 * Computation 23(1), 157-164, algorithm VM*; for {@code d = 2}, Best and Fisher, 1979, Applied
 * Statistics 28(2), 152-157), from {@value #TRIES} proposals each. At least 65 % of proposals are
 * accepted. If all are rejected (probability below 1e-10), the last one is used.
 *
 * <p>Their gradient by {@code κ} is the gradient of the inverse distribution function, by implicit
 * differentiation (Figurnov et al., 2018, arXiv:1805.08498), with an integral by Simpson's rule.
 */
final class VonMisesDraws {
  private static final int TRIES = 24;

  /** The number of intervals of Simpson's rule, which is even. */
  private static final int INTERVALS = 64;

  /** The number of deviations below the mode from which on the density counts as zero. */
  private static final int REACH = 8;

  /**
   * Builds angles.
   *
   * @param d the dimension, at least two
   * @param kappa the concentration of each entry, {@code [e]}
   * @return an angle for each draw and entry, {@code [n, e]}
   */
  static Expr angles(GraphScope scope, Noise noise, int d, Expr kappa) {
    Expr angles = proposed(scope, noise, d, kappa.stopGradient());
    boolean fixed = !scope.isDifferentiated();
    return fixed ? angles : moving(angles.stopGradient(), d, kappa);
  }

  /** Builds the first accepted proposal, without differences of nearly equal numbers. */
  private static Expr proposed(GraphScope scope, Noise noise, int d, Expr kappas) {
    Expr kappa = kappas.expand(-1);
    Shape tries = kappas.shape().append(TRIES);
    Expr sum = LogBessel.hypotenuse(kappa.times(2), d - 1).plus(kappa.times(2));
    Expr b = scope.constant(d - 1).over(sum);
    // The symmetric beta number z by Ulrich (1984, Applied Statistics 33(2), 158-163). For d = 2
    // the exponent is infinite, and the power is zero.
    Expr logPower = noise.openUniform(scope, tries).log().times(2. / (d - 2));
    Expr radius = logPower.expm1().negated().sqrt();
    Expr turn = noise.stream(scope, 1).uniform(scope, tries).times(Math.PI / 2);
    Expr end = logPower.exp().over(radius.plus(1)).times(0.5);
    Expr z = turn.sin().square().times(radius).plus(end);
    Expr rest = turn.cos().square().times(radius).plus(end).plus(b.times(z)); // 1 - (1 - b)z
    Expr fall = b.times(z).times(2).over(rest); // 1 - cos θ
    Expr level = noise.stream(scope, 2).openUniform(scope, tries).log();
    Expr steepness = b.plus(1).over(rest.times(2)).log().times(d - 1);
    Expr margin = b.times(2).over(b.plus(1)).minus(fall).times(kappa).plus(steepness).minus(level);
    return first(margin.atLeast(0), fall.times(0.5).min(1).sqrt().asin().times(2));
  }

  private static Expr first(Condition accepted, Expr proposals) {
    List<Expr> angles = proposals.entries(-1);
    List<Expr> yes = accepted.indicator().entries(-1);
    Expr chosen = angles.get(TRIES - 1);
    for (int i = TRIES - 2; i >= 0; i--) {
      chosen = yes.get(i).greater(0).select(angles.get(i), chosen);
    }
    return chosen;
  }

  /**
   * Adds the gradient by {@code κ} to drawn angles {@code θ}. It is {@code dθ/dκ = -(dF/dκ) / f(θ)}
   * for the distribution function {@code F}, where {@code dF/dκ = ∫ f(φ)·(cos φ - A) dφ} from 0 to
   * {@code θ}, and {@code A = E[cos φ]}.
   */
  private static Expr moving(Expr angle, int d, Expr kappa) {
    GraphScope scope = angle.scope();
    Expr held = kappa.stopGradient();
    Expr low = low(angle, d, held);
    Expr range = angle.minus(low);
    Expr nodes = range.expand(-1).times(nodes(scope)).plus(low.expand(-1));
    Expr fall = nodes.times(0.5).sin().square().times(2); // 1 - cos φ
    Expr logSine = nodes.sin().max(scope.limits().smallest()).log();
    Expr each = held.expand(-1);
    Expr logRatio =
        last(fall)
            .minus(fall)
            .times(each)
            .plus(logSine.minus(last(logSine)).times(d - 2)); // log f(φ) - log f(θ)
    Expr shortfall = LogBessel.of(d / 2. - 1, held).shortfall().expand(-1); // 1 - A
    Expr change = shortfall.minus(fall).times(each).times(logRatio.exp());
    Expr slope = change.times(weights(scope)).sumLast().times(range); // by log κ
    return angle.withSlope(slope.over(held).negated(), kappa);
  }

  /** Returns the lower end of the integral: zero, or a point below which the mass is negligible. */
  private static Expr low(Expr angle, int d, Expr kappa) {
    Expr sum = LogBessel.hypotenuse(kappa.times(2), d - 2).plus(d - 2);
    Expr variance = angle.scope().constant(2).over(sum);
    Expr mode = variance.times(d - 2).min(1).sqrt().asin();
    return angle.min(mode).minus(variance.sqrt().times(REACH)).max(0);
  }

  private static Expr last(Expr nodes) {
    return nodes.slice(-1, INTERVALS, 1);
  }

  private static Expr nodes(GraphScope scope) {
    double[] places = new double[INTERVALS + 1];
    for (int i = 0; i <= INTERVALS; i++) {
      places[i] = (double) i / INTERVALS;
    }
    return scope.constant(Shape.of(INTERVALS + 1), places);
  }

  private static Expr weights(GraphScope scope) {
    double[] weights = new double[INTERVALS + 1];
    for (int i = 0; i <= INTERVALS; i++) {
      boolean end = i == 0 || i == INTERVALS;
      weights[i] = (end ? 1 : 2 + 2 * (i % 2)) / (3. * INTERVALS);
    }
    return scope.constant(Shape.of(INTERVALS + 1), weights);
  }

  private VonMisesDraws() {}
}
