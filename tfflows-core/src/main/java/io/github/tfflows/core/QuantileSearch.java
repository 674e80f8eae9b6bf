package io.github.tfflows.core;

import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.FloatLimits;
import io.github.tfflows.core.graph.GraphScope;
import java.util.ArrayList;
import java.util.List;

/**
 * A search for the root of a function of each entry, or for the point where a condition stops to
 * hold.
 */
final class QuantileSearch {
  /** Smooth functions need about six. */
  private static final int MOST_ARITHMETIC = 16;

  /** The rounding error of the logarithm of a probability of 1e-7, in epsilons. */
  private static final double ROUNDING = 16;

  /** A function of each entry. */
  @FunctionalInterface
  interface Function {
    Expr at(GraphScope scope, Expr x);
  }

  /** A condition that holds at small numbers and not at large ones. */
  @FunctionalInterface
  interface Below {
    Condition at(GraphScope scope, Expr x);
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
   * Builds the least number at which a distribution function is at least {@code p}, to rounding.
   * The search ends when all entries have converged.
   *
   * @param starts numbers around the wanted one, {@code [n, k, event...]}; the least and the
   *     greatest of the {@code k} are ends of the search, up to rounding
   * @param p shaped {@code [n, event...]}
   * @param function an increasing function
   */
  static Expr among(GraphScope scope, Expr starts, Expr p, Function function) {
    Expr logP = p.log();
    int count = starts.size(1);
    long[] event = p.shape().asArray();
    event[0] = -1;
    Expr values =
        function.at(scope.repeated(count), starts.reshape(event)).reshape(starts.shape().asArray());
    Bracket start = Bracket.of(starts, rise(values, logP.expand(1)));
    return Bracket.of(
            scope.repeatWhile(
                scope.tf().constant(MOST_ARITHMETIC + steps(scope.limits())),
                start.all(),
                state -> Bracket.of(state).open.greater(0).anyOf(),
                (at, step, state) -> {
                  Bracket now = Bracket.of(state);
                  Expr number = at.expr(at.tf().dtypes.cast(step, at.type()));
                  Expr rise = rise(function.at(at, now.x), at.expr(logP));
                  return now.next(rise, number.less(MOST_ARITHMETIC)).all();
                }))
        .end();
  }

  /** The logarithm of a probability, less that of the wanted one; zero within rounding error. */
  private static Expr rise(Expr probability, Expr logP) {
    FloatLimits limits = probability.scope().limits();
    Expr rise = probability.max(limits.smallest()).log().minus(logP);
    return rise.abs().greater(ROUNDING * limits.epsilon()).select(rise, rise.zeros());
  }

  /**
   * A bracket of the root of a non-decreasing function of each entry, which steps of a search
   * narrow: inverse quadratic interpolation where the function is smooth, and halving where it is
   * not (Chandrupatla, 1997, Advances in Engineering Software 28, 145-149).
   *
   * @param open one where the search goes on
   * @param last the last point
   * @param other a point on the other side of the root
   * @param x where the function is evaluated next
   */
  private record Bracket(Expr open, Point last, Point other, Expr x) {
    private record Point(Expr x, Expr f) {
      static Point select(Condition condition, Point yes, Point no) {
        return new Point(condition.select(yes.x, no.x), condition.select(yes.f, no.f));
      }
    }

    /**
     * Returns the narrowest bracket of several numbers.
     *
     * @param x shaped {@code [n, k, event...]}
     * @param f the function there
     */
    private static Bracket of(Expr x, Expr f) {
      GraphScope scope = x.scope();
      double none = scope.limits().largest();
      Expr both = scope.stack(List.of(x, f));
      Expr least = both.zeros().minus(none);
      Condition isBelow = f.less(0);
      List<Expr> low = isBelow.select(both, least).maxAlong(2).sum(2).entries(0);
      List<Expr> high = isBelow.select(least, both.negated()).maxAlong(2).sum(2).entries(0);
      Point from = new Point(low.get(0), low.get(1));
      Expr end = high.get(0).negated().min(x.maxAlong(1).sum(1));
      Point to = new Point(end, high.get(1).negated());
      Condition isOpen = from.f.greater(-none).and(to.f.greater(0)).and(from.x.less(to.x));
      Expr guess = interpolated(x.entries(1), f.entries(1));
      Condition isInside = guess.greater(from.x).and(guess.less(to.x));
      Expr middle = from.x.times(0.5).plus(to.x.times(0.5)); // without overflow
      return new Bracket(isOpen.indicator(), from, to, isInside.select(guess, middle));
    }

    /**
     * Builds {@code Σᵢ xᵢ Πⱼ fⱼ / (fⱼ - fᵢ)}, the inverse function at zero by Lagrange's
     * polynomial; no number where values are equal.
     */
    private static Expr interpolated(List<Expr> x, List<Expr> f) {
      List<Expr> terms = new ArrayList<>();
      for (int i = 0; i < x.size(); i++) {
        Expr term = x.get(i);
        for (int j = 0; j < x.size(); j++) {
          term = i == j ? term : term.times(f.get(j).over(f.get(j).minus(f.get(i))));
        }
        terms.add(term);
      }
      return x.get(0).scope().sum(terms);
    }

    private static Bracket of(List<Expr> state) {
      return new Bracket(
          state.get(0),
          new Point(state.get(1), state.get(2)),
          new Point(state.get(3), state.get(4)),
          state.get(5));
    }

    private List<Expr> all() {
      return List.of(open, last.x, last.f, other.x, other.f, x);
    }

    private Expr end() {
      return last.f.atLeast(0).select(last.x, other.x);
    }

    /**
     * Replaces one of the ends. Early steps bisect logarithms, which numbers near zero need.
     *
     * @param f the function at {@code x}
     */
    private Bracket next(Expr f, Condition isEarly) {
      Point point = new Point(x, f);
      Condition isSameSide = f.times(last.f).greater(0);
      Point across = Point.select(isSameSide, other, last);
      Point before = Point.select(isSameSide, last, other);
      Condition isOpen = open.greater(0);
      Condition isWide = x.minus(across.x).abs().greater(least(x, across.x));
      Expr low = x.min(across.x);
      Expr high = x.max(across.x);
      Expr next = isEarly.select(interpolated(point, across, before), middle(low, high));
      return new Bracket(
          isOpen.and(isWide).and(f.abs().greater(0)).indicator(),
          Point.select(isOpen, point, last),
          Point.select(isOpen, across, other),
          next.max(low).min(high));
    }

    /**
     * Inverse quadratic interpolation if the three points are nearly on a line, or else the middle.
     */
    private static Expr interpolated(Point last, Point other, Point before) {
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
