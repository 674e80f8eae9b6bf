package io.github.tfflows.bijectors.residual;

import io.github.tfflows.bijectors.field.Linearized;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.List;
import java.util.function.Function;

/**
 * The points {@code y} with {@code y + g(y) = x} for a contraction {@code g}, without a gradient.
 *
 * <p>Let {@code r(y) = y + g(y) - x}. The search tries Newton's step first, then fractions of it,
 * until one shortens {@code r} enough. All of them have a descent direction. If none does, it steps
 * to {@code y - r(y)}, which shortens {@code r} at least by the slope of {@code g}, since {@code
 * r(y - r(y)) = g(y - r(y)) - g(y)}. Points with many entries only use these steps.
 *
 * <p>A row stops when {@code r} is so short that one more Newton step is exact to rounding, or when
 * rounding prevents shorter ones. It does not change afterwards. The loop ends with the last row.
 *
 * @param slope the bound on the slope of {@code g}
 */
record ContractionRoot(Function<Expr, Linearized> g, double slope, int most) {
  /** The largest length of {@code r} in a converged row, relative to the root of the precision. */
  private static final double TOLERANCE = 0.01;

  /** The largest part of {@code r} that remains after the largest number of steps. */
  private static final double LEFT = 1e-10;

  /** The largest part of {@code r} that may remain after an accepted Newton step. */
  private static final double NEWTON_SHARE = 0.9;

  /** The number of fractions of Newton's step. Each is half of the fraction before. */
  private static final int FRACTIONS = 4;

  /** The number of entries from which matrices cost more than the steps that they save. */
  private static final int MANY_ENTRIES = 10;

  /**
   * The search between two steps.
   *
   * @param y the current points
   * @param residual {@code r(y)}
   * @param tries the number of tried steps from the current point, more than {@link #FRACTIONS} for
   *     a finished row; {@code [n, 1]}
   */
  private record State(Expr y, Expr residual, Expr step, Expr tries) {
    static State of(List<Expr> all) {
      return new State(all.get(0), all.get(1), all.get(2), all.get(3));
    }

    List<Expr> all() {
      return List.of(y, residual, step, tries);
    }

    Condition isOpen() {
      return tries.less(FRACTIONS + 0.5);
    }
  }

  /** Returns the search with enough steps for every contraction of this slope. */
  static ContractionRoot of(Function<Expr, Linearized> g, double slope) {
    double share = Math.max(NEWTON_SHARE, share(slope));
    int taken = (int) Math.ceil(Math.log(LEFT) / Math.log(share));
    return new ContractionRoot(g, slope, (FRACTIONS + 1) * taken);
  }

  /**
   * The largest part of {@code r} that remains after another kind of step: the slope, with a margin
   * for rounding.
   */
  private static double share(double slope) {
    return (1 + slope) / 2;
  }

  /** Builds the points, for {@code x} shaped {@code [n, d]}. */
  Expr at(GraphScope scope, Expr x) {
    Linearized at = g.apply(x);
    State start = new State(x, at.value(), step(at, at.value()), triesAfter(at.value(), x));
    State end =
        State.of(
            scope.repeatWhile(
                scope.tf().constant(most),
                start.all(),
                state -> State.of(state).isOpen().anyOf(),
                (in, number, state) -> next(x, State.of(state)).all()));
    return hasManyEntries(x) ? newton(end.y(), x) : end.y().minus(end.step());
  }

  private State next(Expr x, State before) {
    Expr y = before.y().minus(before.step());
    Linearized at = g.apply(y);
    Expr residual = y.plus(at.value()).minus(x);
    Condition isTaken = isShorter(residual, before).and(before.isOpen());
    Condition hasFraction = before.tries().less(FRACTIONS - 1.5);
    Expr other = hasFraction.select(before.step().times(0.5), before.residual());
    return new State(
        isTaken.select(y, before.y()),
        isTaken.select(residual, before.residual()),
        isTaken.select(step(at, residual), before.isOpen().select(other, before.step())),
        isTaken.select(triesAfter(residual, x), before.tries().plus(1)));
  }

  private Condition isShorter(Expr residual, State before) {
    Expr isLast = before.tries().greater(FRACTIONS - 0.5).indicator();
    Expr share = isLast.times(share(slope) - NEWTON_SHARE).plus(NEWTON_SHARE);
    Expr longest = squared(before.residual()).times(share.square());
    return squared(residual).atMost(longest);
  }

  /** Builds a Newton step from points near the roots, with a gradient by its residual. */
  Expr newton(Expr y, Expr x) {
    Linearized at = g.apply(y);
    return y.minus(ShiftedJacobian.of(at).solve(y.plus(at.value()).minus(x)));
  }

  private static Expr step(Linearized at, Expr residual) {
    return hasManyEntries(residual) ? residual : ShiftedJacobian.of(at).solve(residual);
  }

  private static boolean hasManyEntries(Expr x) {
    return x.size(-1) >= MANY_ENTRIES;
  }

  /** The number of tries at a new point. */
  private static Expr triesAfter(Expr residual, Expr x) {
    double epsilon = x.scope().limits().epsilon();
    Expr longest = x.abs().sumLast().times(2 * epsilon).plus(TOLERANCE * Math.sqrt(epsilon));
    Expr isLong = residual.abs().sumLast().greater(longest).indicator().expand(-1);
    double first = hasManyEntries(x) ? FRACTIONS : 0;
    return isLong.times(first - FRACTIONS - 1).plus(FRACTIONS + 1);
  }

  private static Expr squared(Expr vectors) {
    return vectors.square().sumLast().expand(-1);
  }
}
