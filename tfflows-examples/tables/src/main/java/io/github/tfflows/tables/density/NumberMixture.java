package io.github.tfflows.tables.density;

import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.tables.cell.PointMasses;
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
 * with the sum over the masses below. Probabilities above a point are computed from mirrored
 * numbers, so that small ones are precise on both sides.
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
    Marginals all =
        new Marginals(
                (scope, x) -> probability(scope, x, Side.BELOW, ofOthers(scope, x, Side.BELOW)),
                (scope, x) -> probability(scope, x, Side.ABOVE, ofOthers(scope, x, Side.ABOVE)),
                (scope, p) -> quantile(scope, p, intervals(scope), other.quantile()),
                (scope, p) -> upperQuantile(scope, p))
            .withIntervals((scope, entries) -> intervals(scope));
    return other
        .hints()
        .tangent()
        .map(each -> all.withTangent((scope, x) -> tangent(scope, x, each.apply(scope, x))))
        .orElse(all);
  }

  /** Builds the functions and their slope between the masses. */
  private Marginals.Tangent tangent(GraphScope scope, Expr x, Marginals.Tangent ofOthers) {
    return new Marginals.Tangent(
        probability(scope, x, Side.BELOW, ofOthers.below()),
        probability(scope, x, Side.ABOVE, ofOthers.above()),
        none(scope).times(ofOthers.density()));
  }

  private Expr probability(GraphScope scope, Expr x, Side side, Expr others) {
    Expr beyond = side.signed(x.minus(values(scope)));
    Expr counted = masses.step() > 0 ? beyond.times(1 / masses.step()).plus(0.5).clip(0, 1) : null;
    if (counted == null) {
      Condition counts = side == Side.BELOW ? beyond.atLeast(0) : beyond.greater(0);
      counted = counts.indicator();
    }
    return none(scope).times(others).plus(ofMasses(scope).times(counted).sumLast().reshape(-1, 1));
  }

  private Expr none(GraphScope scope) {
    return scope.expr(probabilities).slice(1, 0, 1);
  }

  private Expr ofMasses(GraphScope scope) {
    return scope.expr(probabilities).slice(1, 1, count());
  }

  private int count() {
    return masses.values().size();
  }

  private Expr ofOthers(GraphScope scope, Expr x, Side side) {
    return (side == Side.BELOW ? other.cdf() : other.survival()).at(scope, x);
  }

  private Expr values(GraphScope scope) {
    double[] row = masses.values().stream().mapToDouble(value -> value).toArray();
    return scope.constant(Shape.of(1, row.length), row);
  }

  private Marginals.KnownIntervals intervals(GraphScope scope) {
    Expr values = values(scope);
    return new Marginals.KnownIntervals(
        values,
        values.zeros().plus(masses.step()),
        beyond(scope, Side.BELOW).expand(1),
        ofMasses(scope).expand(1),
        beyond(scope, Side.ABOVE).expand(1));
  }

  /** The probabilities on one side of the masses, {@code [n, masses]}. */
  private Expr beyond(GraphScope scope, Side side) {
    Expr others =
        scope.ofEachRow(
            side == Side.BELOW ? "others_below_masses" : "others_above_masses",
            (place, zero) ->
                ofOthers(place.repeated(count()), zero.plus(values(place)).reshape(-1, 1), side)
                    .reshape(-1, count()));
    return none(scope).times(others).plus(ofMasses(scope).matMul(before(scope, side)));
  }

  /** The matrix that sums the masses on one side of each. */
  private Expr before(GraphScope scope, Side side) {
    int count = count();
    double[] ones = new double[count * count];
    for (int i = 0; i < ones.length; i++) {
      int row = i / count;
      int column = i % count;
      ones[i] = (side == Side.BELOW ? row < column : row > column) ? 1 : 0;
    }
    return scope.constant(Shape.of(count, count), ones);
  }

  private Expr quantile(
      GraphScope scope, Expr p, Marginals.KnownIntervals known, Marginals.Function ofOthers) {
    Marginals.KnownIntervals.Place place = known.of(p);
    Expr otherP =
        p.minus(place.before())
            .over(none(scope).max(scope.limits().smallest()))
            .clip(scope.limits().smallest(), 1 - scope.limits().epsilon());
    return place.orElse(ofOthers.at(scope, otherP));
  }

  private Expr upperQuantile(GraphScope scope, Expr p) {
    Marginals.Function mirrored = (at, q) -> other.upperQuantile().at(at, q).negated();
    return quantile(scope, p, intervals(scope).mirrored(), mirrored).negated();
  }
}
