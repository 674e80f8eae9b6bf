package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * Directions in {@code d} dimensions, points of the unit sphere, that are spread around a direction
 * {@code μ} by a concentration {@code κ}: the density depends on {@code μ·x} alone. It is per area
 * of the sphere.
 */
interface Directional extends Distribution {
  List<Double> direction();

  double concentration();

  Trainability trainability();

  /** Builds the log-density at {@code μ} plus a shift, {@code [n]}. */
  Expr logProbOfShift(GraphScope scope, Expr shift);

  /** Builds draws as shifts from {@code μ}. */
  Expr shifts(GraphScope scope, Noise noise);

  /**
   * Returns a copy of a direction.
   *
   * @throws IllegalArgumentException if it is not at least two finite numbers, not all zero
   */
  static List<Double> checked(List<Double> direction) {
    List<Double> finite = Entries.finite("direction", direction);
    if (finite.size() < 2 || finite.stream().allMatch(each -> each == 0)) {
      throw new IllegalArgumentException(
          "direction must have at least two entries that are not all zero, got " + direction);
    }
    return finite;
  }

  static List<Double> lastAxis(int d) {
    double[] axis = new double[Entries.all(d, 0).size()];
    axis[d - 1] = 1;
    return Arrays.stream(axis).boxed().toList();
  }

  @Override
  default Shape eventShape() {
    return Shape.of(direction().size());
  }

  /** Returns false: the entries of a direction have no density per volume. */
  @Override
  default boolean isContinuous() {
    return false;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if entries may be absent
   */
  @Override
  default Expr logProb(GraphScope scope, Expr x) {
    scope.requireAllPresent(this);
    return logProbOfShift(scope, x.minus(mu(scope)));
  }

  @Override
  default Sample sample(GraphScope scope, Noise noise) {
    Expr shift = shifts(scope, noise);
    return new Sample(shift.plus(mu(scope)), logProbOfShift(scope, shift));
  }

  default Expr kappa(GraphScope scope) {
    return trainability().logs(scope, "concentration", List.of(concentration())).exp();
  }

  default Expr mu(GraphScope scope) {
    double length = Math.sqrt(direction().stream().mapToDouble(each -> each * each).sum());
    Expr raw =
        trainability()
            .numbers(scope, "direction", direction().stream().map(x -> x / length).toList());
    Expr scaled = raw.over(raw.unitAlong(-1, scope.limits().smallest()));
    return scaled.over(scaled.square().sum(0).max(scope.limits().smallest()).sqrt());
  }

  /**
   * Builds {@code 1 - μ·x} as {@code |x - μ|²/2}, which is precise near {@code μ}.
   *
   * @param shift {@code x - μ}
   * @return shaped {@code [n, 1]}
   */
  static Expr fall(Expr shift) {
    return shift.square().sumLast().expand(-1).times(0.5);
  }

  /**
   * Builds shifts {@code x - μ} of points that are spread evenly around {@code μ}.
   *
   * @param fall {@code 1 - μ·x} of each, {@code [n, 1]}
   * @param sine the sine of the angle between {@code μ} and {@code x}, {@code [n, 1]}
   */
  default Expr around(GraphScope scope, Noise noise, Expr fall, Expr sine) {
    Expr normal = noise.normal(scope, Shape.of(direction().size() - 1));
    Expr length = normal.square().sumLast().expand(-1).max(scope.limits().smallest()).sqrt();
    Expr sides = normal.over(length).times(sine);
    return turned(scope.concat(-1, List.of(sides, fall.negated())), mu(scope));
  }

  /**
   * Maps vectors orthogonally so that the last axis {@code e} becomes {@code μ}: a reflection maps
   * {@code e} to {@code μ} or {@code -μ}, whichever is farther; a change of sign then turns {@code
   * -μ} into {@code μ}.
   */
  private Expr turned(Expr x, Expr mu) {
    GraphScope scope = x.scope();
    int d = direction().size();
    Expr last = mu.slice(-1, d - 1, 1);
    Condition up = last.atLeast(0);
    Expr sign = up.select(last.zeros().plus(1), last.zeros().minus(1)).stopGradient();
    Expr axis = Trainability.FIXED.numbers(scope, "axis", lastAxis(d));
    Expr normal = mu.times(sign).plus(axis); // e ± μ
    Expr half = last.times(sign).plus(1); // half its squared length
    Expr along = x.times(normal).sumLast().expand(-1).over(half);
    return normal.times(along).minus(x).times(sign);
  }
}
