package io.github.tfflows.tables.density;

import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The distribution of a number with point masses, and a density of all other values:
 *
 * <pre>{@code
 * F(x) = P(none) F_other(x) + Σ P(mass) min(max((x - mass)/step + ½, 0), 1)
 * }</pre>
 *
 * <p>Without a step, {@code F} jumps at the masses. The quantile of {@code p} is the mass whose
 * rise contains {@code p}, or else the quantile of the others at {@code (p - Σ P(mass)) / P(none)},
 * with the sum over the masses below. A bisection of the list of masses finds the place, with one
 * evaluation of the density's functions in each step. Probabilities above a point are computed from
 * mirrored numbers, so that small ones are precise on both sides.
 *
 * @param masses the point masses, at least one
 * @param probabilities the probabilities of none of them and of each, {@code [n, 1 + masses]}
 * @param other the distribution functions of the other values
 */
record NumberMixture(PointMasses masses, Expr probabilities, Marginals other) {
  /** The side of a point whose probability is computed. */
  private enum Side {
    BELOW,
    ABOVE;

    Expr signed(Expr x) {
      return this == BELOW ? x : x.negated();
    }
  }

  Marginals marginals() {
    return new Marginals(
        (scope, x) -> probability(scope, x, Side.BELOW),
        (scope, x) -> probability(scope, x, Side.ABOVE),
        (scope, p) -> new Search(Side.BELOW, p).point(scope),
        (scope, p) -> new Search(Side.ABOVE, p).point(scope));
  }

  private Expr probability(GraphScope scope, Expr x, Side side) {
    Expr values = row(scope, masses.values().stream().mapToDouble(value -> value));
    Expr beyond = side.signed(x.minus(values));
    Expr counted = masses.step() > 0 ? beyond.times(1 / masses.step()).plus(0.5).clip(0, 1) : null;
    if (counted == null) {
      Condition counts = side == Side.BELOW ? beyond.atLeast(0) : beyond.greater(0);
      counted = counts.indicator();
    }
    return none(scope)
        .times(ofOthers(scope, x, side))
        .plus(ofMasses(scope).times(counted).sumLast().reshape(-1, 1));
  }

  private Expr none(GraphScope scope) {
    return scope.expr(probabilities).slice(1, 0, 1);
  }

  private Expr ofMasses(GraphScope scope) {
    return scope.expr(probabilities).slice(1, 1, masses.values().size());
  }

  private Expr ofOthers(GraphScope scope, Expr x, Side side) {
    return (side == Side.BELOW ? other.cdf() : other.survival()).at(scope, x);
  }

  private static Expr row(GraphScope scope, DoubleStream values) {
    double[] row = values.toArray();
    return scope.constant(Shape.of(1, row.length), row);
  }

  private final class Search {
    private final Side side;
    private final Expr p;

    Search(Side side, Expr p) {
      this.side = side;
      this.p = p;
    }

    private int count() {
      return masses.values().size();
    }

    /** Selects an entry of each row of {@code [n, masses]}, or {@code [1, masses]}; zero beyond. */
    private Expr at(GraphScope scope, Expr places, Expr entries) {
      return entries.times(numbers(scope).minus(places).abs().less(0.5).indicator()).sumLast();
    }

    /** The numbers of the masses in the order of this side. */
    private Expr numbers(GraphScope scope) {
      return row(scope, IntStream.range(0, count()).asDoubleStream());
    }

    private Expr inOrder(Expr ofMasses) {
      return side == Side.BELOW ? ofMasses : ofMasses.reverse(1);
    }

    private Expr value(GraphScope scope, Expr place) {
      Expr values = row(scope, masses.values().stream().mapToDouble(value -> value));
      return at(scope, place, inOrder(values)).reshape(-1, 1);
    }

    private Expr mass(GraphScope scope, Expr place) {
      return at(scope, place, inOrder(ofMasses(scope))).reshape(-1, 1);
    }

    /** The probability of all masses before one. */
    private Expr massBefore(GraphScope scope, Expr place) {
      Expr isBefore = numbers(scope).minus(place).less(-0.5).indicator();
      return inOrder(ofMasses(scope)).times(isBefore).sumLast().reshape(-1, 1);
    }

    private Expr start(GraphScope scope, Expr place) {
      return none(scope)
          .times(ofOthers(scope, value(scope, place), side))
          .plus(massBefore(scope, place));
    }

    /** Builds the number of masses before the point, by bisection. */
    private Expr passed(GraphScope scope) {
      int steps = 32 - Integer.numberOfLeadingZeros(count());
      Expr none = scope.expr(p).zeros();
      return scope
          .repeat(
              scope.tf().constant(steps),
              List.of(none, none.plus(count())),
              (at, step, ends) -> {
                Expr middle = ends.get(0).plus(ends.get(1)).times(0.5).floor();
                Expr end = start(at, middle).plus(mass(at, middle));
                Condition isPassed = end.less(at.expr(p)).and(middle.less(ends.get(1)));
                return List.of(
                    isPassed.select(middle.plus(1), ends.get(0)),
                    isPassed.select(ends.get(1), middle));
              })
          .get(0);
    }

    Expr point(GraphScope scope) {
      Expr place = passed(scope);
      Expr within = scope.expr(p).minus(start(scope, place));
      Expr otherP =
          scope
              .expr(p)
              .minus(massBefore(scope, place))
              .over(none(scope).max(scope.limits().smallest()))
              .clip(scope.limits().smallest(), 1 - scope.limits().epsilon());
      Expr between =
          (side == Side.BELOW ? other.quantile() : other.upperQuantile()).at(scope, otherP);
      Expr share = within.over(mass(scope, place).max(scope.limits().smallest())).clip(0, 1);
      Expr spread = side.signed(share.minus(0.5).times(masses.step()));
      Condition isMass = within.atLeast(0).and(place.less(count() - 0.5));
      return isMass.select(value(scope, place).plus(spread), between);
    }
  }
}
