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
 * The von Mises-Fisher distribution of directions in three dimensions, points of the unit sphere
 * (Fisher, 1953, Proceedings of the Royal Society A 217, 295-305). Its density falls with the
 * distance from a direction {@code μ}:
 *
 * <pre>{@code log p(x) = κ·(μ·x - 1) + log κ - log(2π·(1 - exp(-2κ)))}</pre>
 *
 * <p>nats, per area of the sphere, with {@code μ·x - 1} as {@code -|x - μ|²/2}, which keeps its
 * digits near {@code μ}; {@code x} must have length one. Draws have the cosine {@code μ·x} by the
 * inverse of its distribution function and are differentiable in both parameters.
 *
 * <p>The parameter {@code direction} is a vector of any length, divided by that length.
 *
 * @param direction three numbers, not all zero, in the direction {@code μ} or where it starts
 * @param concentration the concentration {@code κ}, or where it starts; positive
 * @param fit whether training moves them
 */
public record VonMisesFisher(List<Double> direction, double concentration, Fit fit)
    implements Distribution {
  private static final int SPACE = 3;

  /**
   * Copies the direction and checks both parameters.
   *
   * @throws IllegalArgumentException if the direction does not have three finite entries or all are
   *     zero, or the concentration is not positive and finite
   */
  public VonMisesFisher {
    direction = Entries.finite("direction", direction);
    Entries.positive("concentration", List.of(concentration));
    if (direction.size() != SPACE || direction.stream().allMatch(each -> each == 0)) {
      throw new IllegalArgumentException(
          "direction must have three entries that are not all zero, got " + direction);
    }
  }

  /**
   * Returns a fixed von Mises-Fisher distribution.
   *
   * @param direction three numbers in the direction {@code μ}
   * @param concentration the concentration {@code κ}
   */
  public static VonMisesFisher fixed(List<Double> direction, double concentration) {
    return new VonMisesFisher(direction, concentration, Fit.FIXED);
  }

  /** Returns a distribution that starts around the third axis with κ = 1 and is trained. */
  public static VonMisesFisher trainable() {
    return new VonMisesFisher(List.of(0.0, 0.0, 1.0), 1, Fit.TRAINABLE);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(SPACE);
  }

  /** Its entries have no density per volume. */
  @Override
  public boolean isContinuous() {
    return false;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if entries may be absent
   */
  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    scope.requireAllPresent(this);
    return ofShift(scope, x.minus(direction(scope)));
  }

  /** Builds the log-density at {@code μ} plus a shift. */
  private Expr ofShift(GraphScope scope, Expr shift) {
    Expr logKappa = logConcentration(scope);
    Expr kappa = logKappa.exp();
    Expr logCap = kappa.times(-2).expm1().negated().log(); // log(1 - exp(-2κ))
    Expr fall = shift.square().sumLast().expand(-1).times(0.5);
    return logKappa.minus(logCap).minus(Math.log(2 * Math.PI)).minus(kappa.times(fall)).sumLast();
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr mu = direction(scope);
    Expr kappa = logConcentration(scope).exp();
    Expr u = noise.stream(scope, 1).openUniform(scope, Shape.of(1));
    Expr fall = u.times(kappa.times(-2).expm1()).log1p().over(kappa).negated().min(2); // 1 - μ·x
    Expr radius = fall.times(fall.negated().plus(2)).max(scope.limits().smallest()).sqrt();
    Expr angle = noise.stream(scope, 2).uniform(scope, Shape.of(1)).times(2 * Math.PI);
    Expr shift =
        scope.concat(
            -1, List.of(radius.times(angle.cos()), radius.times(angle.sin()), fall.negated()));
    Expr moved = turned(shift, mu);
    return new Sample(moved.plus(mu), ofShift(scope, moved));
  }

  /**
   * Turns vectors so that the third axis {@code e} becomes {@code μ}: by a reflection that maps it
   * to {@code μ} or {@code -μ}, the farther one, and a change of sign.
   */
  private static Expr turned(Expr x, Expr mu) {
    GraphScope scope = x.scope();
    Expr third = mu.slice(-1, 2, 1);
    Condition up = third.atLeast(0);
    Expr sign = up.select(third.zeros().plus(1), third.zeros().minus(1)).stopGradient();
    Expr normal = mu.times(sign).plus(scope.constant(Shape.of(SPACE), 0, 0, 1)); // e ± μ
    Expr half = third.times(sign).plus(1); // half its squared length
    Expr along = x.times(normal).sumLast().expand(-1).over(half);
    return normal.times(along).minus(x).times(sign);
  }

  private Expr direction(GraphScope scope) {
    double length = Math.sqrt(direction.stream().mapToDouble(each -> each * each).sum());
    Expr raw = fit.numbers(scope, "direction", direction.stream().map(x -> x / length).toList());
    Expr scaled = raw.over(raw.abs().maxAlong(-1).max(scope.limits().smallest()).stopGradient());
    return scaled.over(scaled.square().sum(0).max(scope.limits().smallest()).sqrt());
  }

  private Expr logConcentration(GraphScope scope) {
    return fit.logs(scope, "concentration", List.of(concentration));
  }
}
