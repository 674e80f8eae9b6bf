package io.github.tfflows.core.base;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.univariate.LogGamma;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * The power spherical distribution of directions in {@code d} dimensions, points of the unit sphere
 * (De Cao and Aziz, 2020, arXiv:2006.04437, eq. 7): close to {@link VonMisesFisher}, with a density
 * in closed form and draws without rejection.
 *
 * <pre>{@code
 * log p(x) = κ·log((1 + μ·x)/2) + log(Γ(a + b)/Γ(a)) - (d - 1)·log 2 - b·log π
 * a = b + κ,   b = (d - 1)/2
 * }</pre>
 *
 * <p>nats, per area of the sphere; {@code x} must have length one. The density vanishes at {@code
 * -μ}. Points closer to {@code -μ} than {@code 2√ε}, with {@code ε} the machine epsilon, have the
 * density at that distance. Draws have {@code (1 + μ·x)/2} from a beta distribution and are
 * differentiable in both parameters.
 *
 * <p>The parameter {@code direction} is a vector of any length, divided by that length.
 *
 * @param direction at least two numbers, not all zero, in the direction {@code μ} or where it
 *     starts
 * @param concentration the concentration {@code κ}, or where it starts; positive
 */
public record PowerSpherical(
    List<Double> direction, double concentration, Trainability trainability)
    implements Directional {
  public PowerSpherical {
    direction = Directional.checked(direction);
    Entries.positive("concentration", List.of(concentration));
  }

  public static PowerSpherical fixed(List<Double> direction, double concentration) {
    return new PowerSpherical(direction, concentration, Trainability.FIXED);
  }

  /**
   * Returns a distribution that starts around the last axis with {@code κ = 1} and is trained.
   *
   * @param d the dimension of the space, at least two
   */
  public static PowerSpherical trainable(int d) {
    return new PowerSpherical(Directional.lastAxis(d), 1, Trainability.TRAINABLE);
  }

  @Override
  public Expr logProbOfShift(GraphScope scope, Expr shift) {
    int halves = direction.size() - 1; // 2b
    Expr kappa = kappa(scope);
    Expr nearer = Directional.fall(shift).times(-0.5).max(scope.limits().epsilon() - 1).log1p();
    Expr normalizer = LogGamma.rise(kappa.plus(halves / 2.), halves);
    double area = halves * (Math.log(2) + Math.log(Math.PI) / 2);
    return nearer.times(kappa).plus(normalizer).minus(area).sumLast();
  }

  @Override
  public Expr shifts(GraphScope scope, Noise noise) {
    double b = (direction.size() - 1) / 2.;
    Expr near = GammaDraws.logs(scope, noise.stream(scope, 1), kappa(scope).plus(b));
    Expr far = GammaDraws.logs(scope, noise.stream(scope, 2), scope.constant(Shape.of(1), b));
    Expr logit = far.minus(near); // of (1 - μ·x)/2
    Expr logs = logit.softplus().plus(logit.negated().softplus());
    Expr sine = logs.times(-0.5).exp().times(2);
    return around(scope, noise, logit.sigmoid().times(2), sine);
  }
}
