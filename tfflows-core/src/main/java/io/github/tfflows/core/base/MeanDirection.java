package io.github.tfflows.core.base;

import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * The direction {@code μ} around which points of the unit sphere are spread, in any dimension. The
 * parameter {@code direction} is a vector of any length, divided by that length.
 *
 * @param start at least two numbers, not all zero, in the direction or where it starts
 */
record MeanDirection(List<Double> start, Trainability trainability) {
  MeanDirection {
    start = Entries.finite("direction", start);
    if (start.size() < 2 || start.stream().allMatch(each -> each == 0)) {
      throw new IllegalArgumentException(
          "direction must have at least two entries that are not all zero, got " + start);
    }
  }

  /** Returns the last axis of a space. */
  static List<Double> lastAxis(int d) {
    double[] axis = new double[Entries.all(d, 0).size()];
    axis[d - 1] = 1;
    return Arrays.stream(axis).boxed().toList();
  }

  /** Builds {@code μ}, of length one. */
  Expr unit(GraphScope scope) {
    double length = Math.sqrt(start.stream().mapToDouble(each -> each * each).sum());
    Expr raw =
        trainability.numbers(scope, "direction", start.stream().map(x -> x / length).toList());
    Expr scaled = raw.over(raw.unitAlong(-1, scope.limits().smallest()));
    return scaled.over(scaled.square().sum(0).max(scope.limits().smallest()).sqrt());
  }

  /**
   * Builds {@code 1 - μ·x} as {@code |x - μ|²/2}, which keeps its digits near {@code μ}.
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
  Expr around(GraphScope scope, Noise noise, Expr fall, Expr sine) {
    Expr normal = noise.normal(scope, Shape.of(start.size() - 1));
    Expr length = normal.square().sumLast().expand(-1).max(scope.limits().smallest()).sqrt();
    Expr sides = normal.over(length).times(sine);
    return turned(scope.concat(-1, List.of(sides, fall.negated())), unit(scope));
  }

  /**
   * Turns vectors so that the last axis {@code e} becomes {@code μ}: by a reflection that maps it
   * to {@code μ} or {@code -μ}, the farther one, and a change of sign.
   */
  private Expr turned(Expr x, Expr mu) {
    GraphScope scope = x.scope();
    int d = start.size();
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
