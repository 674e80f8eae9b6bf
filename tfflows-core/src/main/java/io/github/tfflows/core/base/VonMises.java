package io.github.tfflows.core.base;

import io.github.tfflows.core.Condition;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Noise;
import io.github.tfflows.core.ParameterSource;
import io.github.tfflows.core.Sample;
import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * The von Mises distribution of independent angles: {@code log p(x) = Σ (κᵢ·cos(xᵢ - μᵢ) - log(2π
 * I₀(κᵢ)))} nats, with the modified Bessel function {@code I₀}. The density is that of a turn, such
 * as {@code [-π, π]}; numbers a turn apart are the same angle.
 *
 * <p>Draws, in {@code [-π, π]}, are by rejection from a wrapped Cauchy distribution (Best and
 * Fisher, 1979, Applied Statistics 28(2), 152-157), of {@value #TRIES} proposals for each: as at
 * least 65 % of them are accepted, none is with a probability below 1e-10, and the last one stands
 * then. Draws are differentiable in both parameters, in the concentration by implicit
 * differentiation (Figurnov et al., 2018, arXiv:1805.08498), with an integral by Simpson's rule.
 *
 * @param location the locations {@code μ}, or where they start
 * @param concentration the concentrations {@code κ}, or where they start
 * @param fit whether training moves them
 */
public record VonMises(List<Double> location, List<Double> concentration, Fit fit)
    implements Distribution {
  private static final int TRIES = 24;

  /** Of Simpson's rule, even. */
  private static final int INTERVALS = 64;

  /** Where the series has 11 digits. */
  private static final double FAR = 100;

  /** Coefficients of {@code κ⁻¹, κ⁻², …} in the series of {@code 1 - I₁(κ)/I₀(κ)}. */
  private static final double[] SERIES = {
    1 / 2., 1 / 8., 1 / 8., 25 / 128., 13 / 32., 1073 / 1024.
  };

  /**
   * Copies the lists and checks them.
   *
   * @throws IllegalArgumentException if they are empty or differ in length, a number is not finite,
   *     or a concentration is not positive
   */
  public VonMises {
    location = Entries.finite("location", location);
    concentration = Entries.positive("concentration", concentration);
    Entries.requireAsMany("location", location, "concentration", concentration);
  }

  /**
   * Returns a fixed von Mises distribution.
   *
   * @param location the locations
   * @param concentration the concentrations
   */
  public static VonMises fixed(List<Double> location, List<Double> concentration) {
    return new VonMises(location, concentration, Fit.FIXED);
  }

  /**
   * Returns a von Mises distribution that starts around 0 with unit concentrations and is trained.
   *
   * @param d the dimension, at least one
   * @throws IllegalArgumentException if {@code d < 1}
   */
  public static VonMises trainable(int d) {
    return new VonMises(Entries.all(d, 0), Entries.all(d, 1), Fit.TRAINABLE);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(location.size());
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Expr half = scope.presentOnly(x).minus(location(scope)).times(0.5);
    Expr kappa = concentration(scope);
    Expr fall = half.sin().square().times(2); // 1 - cos(x - μ), precise near μ
    return scope.sumPresent(
        kappa.times(fall).plus(logBessel(kappa)).plus(Math.log(2 * Math.PI)).negated());
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr side = noise.uniform(scope, eventShape()).minus(0.5);
    Expr distance = moving(distances(scope, noise).stopGradient(), concentration(scope));
    Expr unwrapped = side.less(0).select(distance.negated(), distance).plus(location(scope));
    Expr turns = unwrapped.plus(Math.PI).times(0.5 / Math.PI).floor().stopGradient();
    Expr x = unwrapped.minus(turns.times(2 * Math.PI));
    return new Sample(x, logProb(scope, x));
  }

  /** {@code |x - μ|} of each draw: of all proposals, the first that is accepted. */
  private Expr distances(GraphScope scope, Noise noise) {
    Shape tries = Shape.of(location.size(), TRIES);
    Expr kappa = concentration(scope).expand(-1);
    Expr tau = kappa.square().times(4).plus(1).sqrt().plus(1);
    Expr root = tau.times(2).sqrt();
    // The paper's 1 - ρ and κ·(r - 1), without differences of nearly equal numbers
    Expr offset = scope.constant(1).over(tau.minus(1).plus(kappa.times(2))).plus(1);
    Expr rest = offset.plus(root).over(tau.plus(root));
    Expr width = rest.square().times(tau.plus(root)).times(0.25);
    Expr u = noise.stream(scope, 1).uniform(scope, tries).times(Math.PI / 2);
    Expr near = u.sin().square().times(width);
    Expr fall = near.times(2).over(u.cos().square().times(kappa).times(2).plus(width)); // 1 - f
    Expr c = width.plus(kappa.times(fall));
    Expr level = noise.stream(scope, 2).openUniform(scope, tries).log();
    Expr margin = c.log().minus(level).plus(1).minus(c);
    Expr angle = fall.times(0.5).min(1).sqrt().asin().times(2);
    return first(margin.atLeast(0), angle);
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
   * Adds the gradient by {@code κ} to distances {@code t} that were drawn: {@code dt/dκ = -(dF/dκ)
   * / f(t)} with the distribution function {@code F}, in which {@code dF/dκ = ∫ f(s)·(cos s - A)
   * ds} from 0 to {@code t} and {@code A = I₁(κ)/I₀(κ)}.
   */
  private static Expr moving(Expr distance, Expr kappa) {
    GraphScope scope = distance.scope();
    if (scope.phase() == ParameterSource.Phase.EVALUATION) {
      return distance;
    }
    double[] weights = new double[INTERVALS + 1];
    double[] halves = new double[INTERVALS + 1];
    for (int i = 0; i <= INTERVALS; i++) {
      boolean end = i == 0 || i == INTERVALS;
      weights[i] = (end ? 1 : 2 + 2 * (i % 2)) / (3. * INTERVALS);
      halves[i] = 0.5 * i / INTERVALS;
    }
    Shape nodes = Shape.of(INTERVALS + 1);
    Expr held = kappa.stopGradient().expand(-1);
    Expr fall = distance.expand(-1).times(scope.constant(nodes, halves)).sin().square().times(2);
    Expr above = fall.slice(-1, INTERVALS, 1).minus(fall); // cos s - cos t
    Expr change = shortfall(held).minus(fall).times(above.times(held).exp());
    Expr integral = change.times(scope.constant(nodes, weights)).sumLast().times(distance);
    return distance.minus(integral.stopGradient().times(kappa.minus(kappa.stopGradient())));
  }

  /**
   * Builds {@code log(exp(-κ)·I₀(κ))}. TensorFlow has no gradient of the Bessel function: a term of
   * value zero carries its slope, {@code I₁(κ)/I₀(κ) - 1}.
   */
  private static Expr logBessel(Expr kappa) {
    Expr held = kappa.stopGradient();
    Expr value = kappa.scope().expr(kappa.scope().tf().math.besselI0e(held)).stopGradient();
    return value.log().minus(shortfall(held).times(kappa.minus(held)));
  }

  /**
   * Builds {@code 1 - I₁(κ)/I₀(κ)} without a gradient, for large {@code κ} by its asymptotic series
   * (Abramowitz and Stegun, 1964, eq. 9.7.1, for the quotient) and not as a difference.
   */
  private static Expr shortfall(Expr kappa) {
    Ops tf = kappa.scope().tf();
    Expr near = kappa.min(FAR);
    Expr zeroth = kappa.scope().expr(tf.math.besselI0e(near));
    Expr difference = zeroth.minus(kappa.scope().expr(tf.math.besselI1e(near))).over(zeroth);
    Expr inverse = kappa.scope().constant(1).over(kappa.max(FAR));
    Expr series = inverse.zeros();
    for (int i = SERIES.length - 1; i >= 0; i--) {
      series = series.plus(SERIES[i]).times(inverse);
    }
    return kappa.less(FAR).select(difference, series).stopGradient();
  }

  private Expr location(GraphScope scope) {
    return fit.numbers(scope, "location", location);
  }

  private Expr concentration(GraphScope scope) {
    return fit.logs(scope, "concentration", concentration).exp();
  }
}
