package io.github.tfflows.core.base;

import io.github.tfflows.core.Condition;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Noise;
import io.github.tfflows.core.Sample;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * The von Mises distribution of independent angles: {@code log p(x) = Σ (κᵢ·cos(xᵢ - μᵢ) - log(2π
 * I₀(κᵢ)))} nats, with the modified Bessel function {@code I₀}. The density is that of a turn, such
 * as {@code [-π, π]}; numbers a turn apart are the same angle.
 *
 * <p>Draws, in {@code [-π, π]}, are by rejection from a wrapped Cauchy distribution (Best and
 * Fisher, 1979, Applied Statistics 28(2), 152-157), of {@value #TRIES} proposals for each: as at
 * least 65 % of them are accepted, none is with a probability below 1e-10, and the last one stands
 * then. Draws are differentiable in the locations but not in the concentrations. A fit to data
 * learns both.
 *
 * @param location the locations {@code μ}, or where they start
 * @param concentration the concentrations {@code κ}, or where they start
 * @param fit whether training moves them
 */
public record VonMises(List<Double> location, List<Double> concentration, Fit fit)
    implements Distribution {
  private static final int TRIES = 24;

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
    Expr distance = distances(scope, noise).stopGradient();
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
    Expr angle = scope.expr(scope.tf().math.asin(fall.times(0.5).min(1).sqrt())).times(2);
    return first(margin.atLeast(scope.constant(0)), angle);
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
   * Builds {@code log(exp(-κ)·I₀(κ))}. TensorFlow has no gradient of the Bessel function: a term of
   * value zero carries its slope, {@code I₁(κ)/I₀(κ) - 1}.
   */
  private static Expr logBessel(Expr kappa) {
    GraphScope scope = kappa.scope();
    Expr held = kappa.stopGradient();
    Expr value = scope.expr(scope.tf().math.besselI0e(held)).stopGradient();
    Expr slope = scope.expr(scope.tf().math.besselI1e(held)).stopGradient().over(value).minus(1);
    return value.log().plus(slope.times(kappa.minus(held)));
  }

  private Expr location(GraphScope scope) {
    return fit.numbers(scope, "location", location);
  }

  private Expr concentration(GraphScope scope) {
    return fit.logs(scope, "concentration", concentration).exp();
  }
}
