package io.github.tfflows.core;

import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.FloatLimits;
import io.github.tfflows.core.graph.GraphScope;
import java.util.List;

/** The point of each entry where a condition ends that holds below it. */
final class QuantileSearch {
  /** A condition that holds at small numbers and not at large ones. */
  @FunctionalInterface
  interface Below {
    /** Builds whether each entry of {@code x} is below the point. */
    Condition at(GraphScope scope, Expr x);
  }

  /**
   * Builds the point by halving all finite numbers. Of two numbers of one sign the middle is the
   * geometric mean, so that every step halves the logarithm of their ratio, and the point is exact
   * to rounding whatever its size.
   *
   * @param like an array of the shape of the points
   */
  static Expr root(GraphScope scope, Expr like, Below below) {
    Expr end = like.zeros().plus(scope.limits().largest());
    List<Expr> bracket =
        scope.repeat(
            scope.tf().constant(steps(scope.limits())),
            List.of(end.negated(), end),
            (at, step, ends) -> {
              Expr middle = middle(ends.get(0), ends.get(1));
              Condition isLow = below.at(at, middle);
              return List.of(isLow.select(middle, ends.get(0)), isLow.select(ends.get(1), middle));
            });
    return middle(bracket.get(0), bracket.get(1));
  }

  private static Expr middle(Expr low, Expr high) {
    double least = low.scope().limits().smallest();
    Expr size = low.abs().max(least).sqrt().times(high.abs().max(least).sqrt());
    Expr negativeOrZero = high.greater(0).select(size.zeros(), size.negated());
    return low.atLeast(0).select(size, negativeOrZero);
  }

  private static int steps(FloatLimits limits) {
    double ratio = Math.log(limits.largest()) - Math.log(limits.smallest());
    double halvings = Math.log(ratio / limits.epsilon()) / Math.log(2);
    return 2 + (int) Math.ceil(halvings);
  }

  private QuantileSearch() {}
}
