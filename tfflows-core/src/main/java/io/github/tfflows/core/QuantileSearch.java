package io.github.tfflows.core;

import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.FloatLimits;
import io.github.tfflows.core.graph.GraphScope;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A search for the root of a function of each entry, or for the point where a condition stops to
 * hold.
 */
final class QuantileSearch {
  /** Smooth functions need about six. */
  private static final int MOST_ARITHMETIC = 16;

  /** A condition that holds at small numbers and not at large ones. */
  @FunctionalInterface
  interface Below {
    Condition at(GraphScope scope, Expr x);
  }

  @FunctionalInterface
  interface Increasing {
    Expr at(GraphScope scope, Expr x);
  }

  /**
   * Builds the point by bisection of all finite numbers. The middle of two numbers of one sign is
   * their geometric mean: every step halves the logarithm of their ratio, so the point is exact to
   * rounding at any scale.
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

  /**
   * Builds the least number at which the function is not negative, to rounding. The search ends
   * when all entries have converged.
   *
   * @param low numbers at which the function is not positive, up to rounding
   * @param high numbers at which it is not negative, up to rounding
   * @param f builds the function
   */
  static Expr between(GraphScope scope, Expr low, Expr high, Increasing f) {
    Bracket.Point from = new Bracket.Point(low, f.at(scope, low));
    Bracket.Point to = new Bracket.Point(high, f.at(scope, high));
    Condition isOpen = from.f.less(0).and(to.f.greater(0)).and(low.less(high));
    Bracket start = new Bracket(isOpen.indicator(), from, to, from);
    return Bracket.of(
            scope.repeatWhile(
                scope.tf().constant(MOST_ARITHMETIC + steps(scope.limits())),
                start.all(),
                state -> Bracket.of(state).open.greater(0).anyOf(),
                (at, step, state) -> {
                  Expr number = at.expr(at.tf().dtypes.cast(step, at.type()));
                  Condition isEarly = number.less(MOST_ARITHMETIC);
                  return Bracket.of(state).next(isEarly, x -> f.at(at, x)).all();
                }))
        .end();
  }

  /**
   * A bracket of the root of a non-decreasing function of each entry, which steps of a search
   * narrow: inverse quadratic interpolation where the function is smooth, and halving where it is
   * not (Chandrupatla, 1997, Advances in Engineering Software 28, 145-149).
   *
   * @param open one where the search goes on
   * @param last the last point
   * @param other a point on the other side of the root
   * @param before the point that was replaced
   */
  private record Bracket(Expr open, Point last, Point other, Point before) {
    private record Point(Expr x, Expr f) {
      /** The rounding error of the logarithm of a probability of 1e-7, in epsilons. */
      private static final double ROUNDING = 16;

      /** Creates a point; a difference of logarithms within rounding error counts as zero. */
      static Point of(Expr x, Expr f) {
        Condition isOther = f.abs().greater(ROUNDING * f.scope().limits().epsilon());
        return new Point(x, isOther.select(f, f.zeros()));
      }

      static Point select(Condition condition, Point yes, Point no) {
        return new Point(condition.select(yes.x, no.x), condition.select(yes.f, no.f));
      }
    }

    private static Bracket of(List<Expr> state) {
      return new Bracket(
          state.get(0),
          new Point(state.get(1), state.get(2)),
          new Point(state.get(3), state.get(4)),
          new Point(state.get(5), state.get(6)));
    }

    private List<Expr> all() {
      return List.of(open, last.x, last.f, other.x, other.f, before.x, before.f);
    }

    private Expr end() {
      return last.f.atLeast(0).select(last.x, other.x);
    }

    /** Replaces one of the ends. Early steps bisect logarithms, which numbers near zero need. */
    private Bracket next(Condition isEarly, UnaryOperator<Expr> f) {
      Expr low = last.x.min(other.x);
      Expr high = last.x.max(other.x);
      Expr x = isEarly.select(interpolated(), middle(low, high)).max(low).min(high);
      Point point = Point.of(x, f.apply(x));
      Condition isSameSide = point.f.times(last.f).greater(0);
      Point across = Point.select(isSameSide, other, last);
      Condition isOpen = open.greater(0);
      Condition isWide = x.minus(across.x).abs().greater(least(x, across.x));
      return new Bracket(
          isOpen.and(isWide).and(point.f.abs().greater(0)).indicator(),
          Point.select(isOpen, point, last),
          Point.select(isOpen, across, other),
          Point.select(isSameSide, last, other));
    }

    /**
     * Inverse quadratic interpolation if the three points are nearly on a line, or else the middle.
     */
    private Expr interpolated() {
      Expr a = last.f;
      Expr b = other.f;
      Expr c = before.f;
      Expr width = other.x.minus(last.x);
      Expr xi = width.over(other.x.minus(before.x));
      Expr phi = b.minus(a).over(b.minus(c));
      Condition isStraight =
          phi.square().less(xi).and(phi.complement().square().less(xi.complement()));
      Expr one = a.over(b.minus(a)).times(c.over(b.minus(c)));
      Expr two = before.x.minus(last.x).over(width);
      Expr three = a.over(c.minus(a)).times(b.over(c.minus(b)));
      Expr share = isStraight.select(one.plus(two.times(three)), a.zeros().plus(0.5));
      Expr least = least(last.x, other.x).over(width.abs()).min(0.5);
      return last.x.plus(width.times(share.max(least).min(least.complement())));
    }

    /** The distance at which two numbers count as equal. */
    private static Expr least(Expr one, Expr other) {
      GraphScope scope = one.scope();
      return one.abs()
          .max(other.abs())
          .times(scope.limits().epsilon())
          .plus(scope.limits().smallest());
    }
  }

  private QuantileSearch() {}
}
