package io.github.tfflows.core;

import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.FloatLimits;
import io.github.tfflows.core.graph.GraphScope;
import java.util.List;
import java.util.function.BiFunction;

/** Searches for the quantile of each entry: by bisection, or from bounds by Newton's method. */
final class QuantileSearch {
  /**
   * After this many steps, the search halves logarithms. Smooth functions need about four steps.
   */
  private static final int MOST_ARITHMETIC = 16;

  /** The rounding error of the logarithm of a probability of 1e-7, in epsilons. */
  private static final double ROUNDING = 16;

  /** A distribution function and its slope at each entry. */
  record Slope(Expr probability, Expr density) {}

  /**
   * Builds the point by bisection of all finite numbers. The middle of two numbers of one sign is
   * their geometric mean: every step halves the logarithm of their ratio, so the point is exact to
   * rounding at any scale.
   *
   * @param like an array of the shape of the points
   * @param below a condition that holds at small numbers and not at large ones
   */
  static Expr root(GraphScope scope, Expr like, BiFunction<GraphScope, Expr, Condition> below) {
    Expr end = like.zeros().plus(scope.limits().largest());
    List<Expr> bracket =
        scope.repeat(
            scope.tf().constant(steps(scope.limits())),
            List.of(end.negated(), end),
            (at, step, ends) -> {
              Expr middle = middle(ends.get(0), ends.get(1));
              Condition isLow = below.apply(at, middle);
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
   * The search takes steps of Newton's method for the log-odds, and halves the interval where a
   * step leaves the bounds. The search ends when all entries have converged.
   *
   * @param starts numbers around the wanted one, {@code [k, n, event...]}; the least and the
   *     greatest of the {@code k} are bounds, up to rounding
   * @param p shaped {@code [n, event...]}
   * @param curve an increasing distribution function of each entry
   */
  static Expr among(
      GraphScope scope, Expr starts, Expr p, BiFunction<GraphScope, Expr, Slope> curve) {
    Level level = new Level(p.log(), p.negated().log1p());
    Bounds start = Bounds.of(starts);
    return Bounds.of(
            scope.repeatWhile(
                scope.tf().constant(MOST_ARITHMETIC + steps(scope.limits())),
                start.all(),
                state -> Bounds.of(state).open.greater(0).anyOf(),
                (at, step, state) -> {
                  Expr number = at.expr(at.tf().dtypes.cast(step, at.type()));
                  Bounds now = Bounds.of(state);
                  return now.next(curve.apply(at, now.x), level, number.less(MOST_ARITHMETIC))
                      .all();
                }))
        .high;
  }

  /**
   * The logarithms of a wanted probability and of its complement.
   *
   * @param logBelow {@code log p}
   * @param logAbove {@code log(1 - p)}
   */
  private record Level(Expr logBelow, Expr logAbove) {
    /** {@code log F - log p} for a probability {@code F}; zero within rounding error. */
    Expr rise(Expr probability) {
      FloatLimits limits = probability.scope().limits();
      Expr rise = probability.max(limits.smallest()).log().minus(logBelow);
      return rise.abs().greater(ROUNDING * limits.epsilon()).select(rise, rise.zeros());
    }

    /**
     * The step of Newton's method for the log-odds of {@code F}, whose slope is {@code f / (F (1 -
     * F))}: {@code (logit p - logit F)·F·(1 - F) / f}.
     */
    Expr step(Slope at, Expr rise) {
      FloatLimits limits = rise.scope().limits();
      Expr above = at.probability.complement().max(limits.epsilon());
      Expr odds = above.log().minus(logAbove).minus(rise);
      return odds.times(at.probability).times(above).over(at.density);
    }
  }

  /**
   * The bounds of a root.
   *
   * @param open one where the search continues
   * @param low a number below the root
   * @param high a number that is not below the root
   * @param x where the function is evaluated next
   */
  private record Bounds(Expr open, Expr low, Expr high, Expr x) {
    private static Bounds of(Expr starts) {
      Expr least = starts.negated().maxAlong(0).sum(0).negated();
      Expr most = starts.maxAlong(0).sum(0);
      Expr low = least.minus(rounding(least).times(2));
      Expr high = most.plus(rounding(most).times(2));
      Expr mean = starts.times(1.0 / starts.size(0)).sum(0); // without overflow
      Condition isOpen = least.less(most);
      return new Bounds(
          isOpen.indicator(), low, isOpen.select(high, most), mean.max(low).min(high));
    }

    private static Bounds of(List<Expr> state) {
      return new Bounds(state.get(0), state.get(1), state.get(2), state.get(3));
    }

    private List<Expr> all() {
      return List.of(open, low, high, x);
    }

    /**
     * Replaces one of the bounds. Early steps halve numbers, and later ones logarithms, which
     * numbers near zero need. A step is at least as long as rounding, so that it passes the root.
     */
    private Bounds next(Slope at, Level level, Condition isEarly) {
      Expr rise = level.rise(at.probability);
      Condition isOpen = open.greater(0);
      Condition isLow = rise.less(0);
      Expr lower = isOpen.and(isLow).select(x, low);
      Expr upper = isLow.select(high, isOpen.select(x, high));
      Expr rounding = rounding(x);
      Expr step = level.step(at, rise);
      Expr next = x.plus(isLow.select(step.max(rounding), step.min(rounding.negated())));
      Condition isInside = isEarly.and(next.greater(lower)).and(next.less(upper));
      Expr half = lower.times(0.5).plus(upper.times(0.5)); // without overflow
      Condition isWide = upper.minus(lower).greater(rounding);
      return new Bounds(
          isOpen.and(isWide).and(rise.abs().greater(0)).indicator(),
          lower,
          upper,
          isInside.select(next, isEarly.select(half, middle(lower, upper))));
    }

    /** The distance at which numbers count as equal. */
    private static Expr rounding(Expr x) {
      FloatLimits limits = x.scope().limits();
      return x.abs().times(limits.epsilon()).plus(limits.smallest());
    }
  }

  private QuantileSearch() {}
}
