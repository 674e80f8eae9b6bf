package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * The von Mises distribution of independent angles: {@code log p(x) = Σ (κᵢ·cos(xᵢ - μᵢ) - log(2π
 * I₀(κᵢ)))} nats, with the modified Bessel function {@code I₀}. The density integrates to one over
 * one turn, such as {@code [-π, π]}; numbers a turn apart are the same angle.
 *
 * <p>Draws, in {@code [-π, π]}, are by rejection (Best and Fisher, 1979, Applied Statistics 28(2),
 * 152-157) and differentiable in both parameters. {@link VonMisesFisher} is the distribution of
 * directions in any dimension.
 *
 * @param location the locations {@code μ}, or where they start
 * @param concentration the concentrations {@code κ}, positive, or where they start
 */
public record VonMises(List<Double> location, List<Double> concentration, Trainability trainability)
    implements Distribution {
  public VonMises {
    location = Entries.finite("location", location);
    concentration = Entries.positive("concentration", concentration);
    Entries.requireAsMany("location", location, "concentration", concentration);
  }

  public static VonMises fixed(List<Double> location, List<Double> concentration) {
    return new VonMises(location, concentration, Trainability.FIXED);
  }

  /**
   * Returns a von Mises distribution of {@code d} entries that starts around 0 with unit
   * concentrations and is trained.
   */
  public static VonMises trainable(int d) {
    return new VonMises(Entries.all(d, 0), Entries.all(d, 1), Trainability.TRAINABLE);
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
        kappa.times(fall).plus(LogBessel.of(0, kappa).log()).plus(Math.log(2 * Math.PI)).negated());
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr side = noise.uniform(scope, eventShape()).minus(0.5);
    Expr distance = VonMisesDraws.angles(scope, noise.stream(scope, 1), 2, concentration(scope));
    Expr unwrapped = side.less(0).select(distance.negated(), distance).plus(location(scope));
    Expr turns = unwrapped.plus(Math.PI).times(0.5 / Math.PI).floor().stopGradient();
    Expr x = unwrapped.minus(turns.times(2 * Math.PI));
    return new Sample(x, logProb(scope, x));
  }

  /**
   * {@inheritDoc} Mean and variance are the circular ones, {@code μ} and {@code 1 - I₁(κ)/I₀(κ)}.
   */
  @Override
  public Optional<Summary> summary() {
    return Optional.of(
        Summary.symmetric(this::entropy, this::location, scope -> bessel(scope).shortfall()));
  }

  private Expr entropy(GraphScope scope) {
    LogBessel bessel = bessel(scope);
    Expr rises = concentration(scope).times(bessel.shortfall());
    return rises.plus(bessel.log()).plus(Math.log(2 * Math.PI));
  }

  private LogBessel bessel(GraphScope scope) {
    return LogBessel.of(0, concentration(scope));
  }

  private Expr location(GraphScope scope) {
    return trainability.numbers(scope, "location", location);
  }

  private Expr concentration(GraphScope scope) {
    return trainability.logs(scope, "concentration", concentration).exp();
  }
}
