package io.github.tfflows.bijectors;

import io.github.tfflows.core.Condition;
import io.github.tfflows.core.Expr;

/**
 * The roots of increasing functions, one for each entry, by Newton steps kept inside a bracket.
 *
 * <p>A Newton step that leaves the bracket, or is more than half as long as the step before last,
 * is replaced by halving the bracket, which bounds the number of steps whatever the function. That
 * number is fixed and the steps are unrolled; the visited point with the smallest {@code |f|} is
 * the root {@code r}. The search itself carries no gradient. One last Newton step,
 *
 * <pre>{@code x = r - f(r) / f'(r),   r and f'(r) held constant}</pre>
 *
 * <p>has the gradient of the implicit function, {@code dx/dp = -(df/dp) / f'}, exactly; second
 * derivatives are not those of the root.
 */
final class RootSearch {
  /** An increasing function of each entry, with its derivative. */
  @FunctionalInterface
  interface Function {
    /** Builds the function and its derivative at {@code x}. */
    Point at(Expr x);
  }

  /**
   * A function and its derivative at a point.
   *
   * @param slope positive
   */
  record Point(Expr value, Expr slope) {}

  /**
   * The interval that contains a root.
   *
   * @param low where the function is at most zero
   * @param high where it is at least zero
   * @param start the first point to try, within the two
   */
  record Bracket(Expr low, Expr high, Expr start) {}

  /** The search between two steps; {@code best} is the visited point with the least error. */
  private record State(
      Expr low, Expr high, Expr x, Expr lastStep, Expr stepBefore, Expr best, Expr error) {}

  /**
   * Builds the root of {@code f} in a bracket.
   *
   * @param f the function, of the shape of the bracket
   * @param steps the number of steps to unroll, at least one
   * @return the root; its gradient is that of the implicit function
   */
  static Expr root(Function f, Bracket bracket, int steps) {
    State state = begin(bracket);
    for (int i = 0; i < steps; i++) {
      state = next(f, state);
    }
    Expr found = state.best().stopGradient();
    Point last = f.at(found);
    return found.minus(last.value().over(last.slope().stopGradient()));
  }

  private static State begin(Bracket bracket) {
    Expr low = bracket.low().stopGradient();
    Expr high = bracket.high().stopGradient();
    Expr start = bracket.start().stopGradient();
    Expr width = high.minus(low);
    Expr unknown = width.times(0).plus(width.scope().limits().largest());
    return new State(low, high, start, width, width, start, unknown);
  }

  private static State next(Function f, State now) {
    Expr x = now.x();
    Point point = f.at(x);
    Condition above = point.value().greater(0);
    Expr low = above.select(now.low(), x);
    Expr high = above.select(x, now.high());
    Expr error = point.value().abs();
    Expr best = error.less(now.error()).select(x, now.best());
    Expr newton = x.minus(point.value().over(point.slope()));
    Condition shrinking = newton.minus(x).abs().times(2).atMost(now.stepBefore());
    Condition within = newton.atLeast(low).and(newton.atMost(high));
    Expr middle = low.plus(high.minus(low).times(0.5));
    Expr to = shrinking.and(within).select(newton, middle);
    return new State(
        low, high, to, to.minus(x).abs(), now.lastStep(), best, error.min(now.error()));
  }

  private RootSearch() {}
}
