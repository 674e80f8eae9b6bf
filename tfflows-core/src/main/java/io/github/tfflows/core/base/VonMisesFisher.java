package io.github.tfflows.core.base;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;

/**
 * The von Mises-Fisher distribution of directions in {@code d} dimensions, points of the unit
 * sphere (Fisher, 1953, Proceedings of the Royal Society A 217, 295-305; Mardia and Jupp, 2000,
 * Directional Statistics, section 9.3.2). Its density falls with the distance from a direction
 * {@code μ}:
 *
 * <pre>{@code
 * log p(x) = κ·(μ·x - 1) - d/2·log 2π - log(exp(-κ)·I_ν(κ)/κ^ν),   ν = d/2 - 1
 * }</pre>
 *
 * <p>nats, per area of the sphere, with the modified Bessel function {@code I_ν} and {@code μ·x -
 * 1} as {@code -|x - μ|²/2}, which is precise near {@code μ}; {@code x} must have length one. On a
 * circle, {@code d = 2}, {@link VonMises} is the same distribution of angles.
 *
 * <p>Draws are by rejection (Wood, 1994, Communications in Statistics - Simulation and Computation
 * 23(1), 157-164) and differentiable in both parameters. {@link PowerSpherical} draws without
 * rejection.
 *
 * <p>The parameter {@code direction} is a vector of any length, divided by that length.
 *
 * @param direction at least two numbers, not all zero, in the direction {@code μ} or where it
 *     starts
 * @param concentration the concentration {@code κ}, or where it starts; positive
 */
public record VonMisesFisher(
    List<Double> direction, double concentration, Trainability trainability)
    implements Directional {
  public VonMisesFisher {
    direction = Directional.checked(direction);
    Entries.positive("concentration", List.of(concentration));
  }

  public static VonMisesFisher fixed(List<Double> direction, double concentration) {
    return new VonMisesFisher(direction, concentration, Trainability.FIXED);
  }

  /**
   * Returns a distribution that starts around the last axis with {@code κ = 1} and is trained.
   *
   * @param d the dimension of the space, at least two
   */
  public static VonMisesFisher trainable(int d) {
    return new VonMisesFisher(Directional.lastAxis(d), 1, Trainability.TRAINABLE);
  }

  @Override
  public Expr logProbOfShift(GraphScope scope, Expr shift) {
    double half = direction.size() / 2.;
    Expr kappa = kappa(scope);
    Expr normalizer = LogBessel.of(half - 1, kappa).log().plus(half * Math.log(2 * Math.PI));
    return kappa.times(Directional.fall(shift)).plus(normalizer).negated().sumLast();
  }

  @Override
  public Expr shifts(GraphScope scope, Noise noise) {
    Noise ofAngles = noise.stream(scope, 1);
    Expr angle = VonMisesDraws.angles(scope, ofAngles, direction.size(), kappa(scope));
    Expr fall = angle.times(0.5).sin().square().times(2); // 1 - μ·x
    return around(scope, noise, fall, angle.sin());
  }
}
