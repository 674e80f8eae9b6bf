package io.github.tfflows.tables.density;

import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.tables.cell.PointMasses;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The distribution functions of a row that has a presence bit and a number. For the number they are
 * conditional on its presence.
 *
 * @param other the functions of a number that is present and not a mass
 * @param outcomes builds the probabilities {@code [n, outcomes]}: missing, present, and for a
 *     number with masses: no mass, and then each mass. Small probabilities keep their digits.
 */
record OneNumber(Marginals other, Marginals.Function outcomes, PointMasses masses) {
  private static final PointMasses BIT = new PointMasses(List.of(0.0, 1.0), 0);

  Marginals marginals() {
    Marginals plain =
        new Marginals(
            afterBit(other.cdf()),
            afterBit(other.survival()),
            afterBit(other.quantile()),
            afterBit(other.upperQuantile()));
    return other
        .hints()
        .tangent()
        .map(slope -> plain.withTangent((scope, x) -> tangent(slope.apply(scope, number(x)))))
        .orElse(plain)
        .withPresence(this::presence)
        .withMasses(this::masses);
  }

  /** Builds a function of the number; it is zero for the bit, whose values are all masses. */
  private static Marginals.Function afterBit(Marginals.Function ofNumber) {
    return (scope, x) -> afterZero(ofNumber.at(scope, number(x)));
  }

  private static Expr number(Expr x) {
    return x.slice(1, 1, 1);
  }

  private static Expr afterZero(Expr number) {
    return number.scope().concat(1, List.of(number.zeros(), number));
  }

  private static Marginals.Tangent tangent(Marginals.Tangent of) {
    return new Marginals.Tangent(
        afterZero(of.below()), afterZero(of.above()), afterZero(of.density()));
  }

  /** Builds the probability that each entry has a value; for the bit it is one. */
  private Expr presence(GraphScope scope, Expr x) {
    Expr present = outcomes.at(scope, x).slice(1, 1, 1);
    return scope.concat(1, List.of(present.zeros().plus(1), present));
  }

  private Marginals.Masses masses(GraphScope scope, Expr x) {
    Expr all = outcomes.at(scope, x);
    Expr zero = all.slice(1, 0, 1).zeros();
    Marginals.Masses bit =
        BIT.withProbabilities(scope.concat(1, List.of(zero, all.slice(1, 0, 2))));
    Optional<Marginals.Masses> number =
        masses.isEmpty()
            ? Optional.empty()
            : Optional.of(masses.withProbabilities(all.slice(1, 2, masses.outcomes().count())));
    return new Marginals.Masses(
        joined(bit, number, Marginals.Masses::middles),
        joined(bit, number, Marginals.Masses::widths),
        joined(bit, number, Marginals.Masses::probabilities),
        scope.concat(
            1,
            List.of(bit.ofOthers(), number.map(Marginals.Masses::ofOthers).orElse(zero.plus(1)))));
  }

  /**
   * Joins the masses of both entries, with zeros where an entry has none. (Arrays without entries
   * are refused in models of strangers.)
   */
  private static Expr joined(
      Marginals.Masses bit,
      Optional<Marginals.Masses> number,
      Function<Marginals.Masses, Expr> part) {
    Expr ofBit = part.apply(bit);
    GraphScope scope = ofBit.scope();
    Expr rest = ofBit.zeros();
    return number
        .map(part)
        .map(
            ofNumber ->
                scope.concat(
                    1,
                    List.of(
                        scope.concat(-1, List.of(ofBit, ofNumber.zeros())),
                        scope.concat(-1, List.of(rest, ofNumber)))))
        .orElseGet(() -> scope.concat(1, List.of(ofBit, rest)));
  }
}
