package io.github.tfflows.tables.density;

import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.List;
import java.util.Optional;

/**
 * The distribution functions of a row of one number, possibly after a presence bit.
 *
 * @param bit the outcomes of the bit; empty if the number is always present
 * @param number the functions of a present number
 */
record OneNumber(Optional<Bit> bit, Marginals number) {
  /**
   * The probabilities of a missing and of a present number, {@code [n, 1]}. Either keeps its digits
   * where it is small.
   */
  record Bit(Expr missing, Expr present) {}

  Expr cdf(GraphScope scope, Expr x) {
    return entries(
        x,
        (of, at) ->
            at.less(0).select(at.zeros(), at.less(1).select(of.missing(), at.zeros().plus(1))),
        number.cdf().at(scope, value(x)));
  }

  Expr survival(GraphScope scope, Expr x) {
    return entries(
        x,
        (of, at) ->
            at.less(0).select(at.zeros().plus(1), at.less(1).select(of.present(), at.zeros())),
        number.survival().at(scope, value(x)));
  }

  Expr quantile(GraphScope scope, Expr p) {
    return entries(
        p, (of, at) -> at.greater(of.missing()).indicator(), number.quantile().at(scope, value(p)));
  }

  Expr upperQuantile(GraphScope scope, Expr p) {
    return entries(
        p,
        (of, at) -> at.less(of.present()).indicator(),
        number.upperQuantile().at(scope, value(p)));
  }

  /** Builds the probability that each entry has a value; for the bit it is one. */
  Expr presence(Expr like) {
    Expr one = value(like).zeros().plus(1);
    return entries(
        like, (of, at) -> at.zeros().plus(1), bit.map(of -> one.times(of.present())).orElse(one));
  }

  private interface OfBit {
    Expr of(Bit bit, Expr at);
  }

  private Expr entries(Expr all, OfBit function, Expr ofNumber) {
    return bit.map(of -> function.of(of, all.slice(1, 0, 1)))
        .map(first -> all.scope().concat(1, List.of(first, ofNumber)))
        .orElse(ofNumber);
  }

  private Expr value(Expr all) {
    return bit.isPresent() ? all.slice(1, 1, 1) : all;
  }
}
