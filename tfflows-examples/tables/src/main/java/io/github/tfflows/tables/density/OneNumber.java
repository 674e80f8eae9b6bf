package io.github.tfflows.tables.density;

import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.List;
import java.util.Optional;

/**
 * The distribution functions of a row of one number, possibly after a presence bit.
 *
 * @param missing the probability of a missing number, {@code [n, 1]}; empty if it is always present
 * @param number the functions of a present number
 */
record OneNumber(Optional<Expr> missing, Marginals number) {
  Expr cdf(GraphScope scope, Expr x) {
    return entries(
        x,
        (zero, bit) ->
            bit.less(0).select(bit.zeros(), bit.less(1).select(zero, zero.zeros().plus(1))),
        number.cdf().at(scope, value(x)));
  }

  Expr survival(GraphScope scope, Expr x) {
    return entries(
        x,
        (zero, bit) ->
            bit.less(0)
                .select(bit.zeros().plus(1), bit.less(1).select(zero.complement(), zero.zeros())),
        number.survival().at(scope, value(x)));
  }

  Expr quantile(GraphScope scope, Expr p) {
    return entries(
        p, (zero, of) -> of.greater(zero).indicator(), number.quantile().at(scope, value(p)));
  }

  Expr upperQuantile(GraphScope scope, Expr p) {
    return entries(
        p,
        (zero, of) -> of.less(zero.complement()).indicator(),
        number.upperQuantile().at(scope, value(p)));
  }

  /** Builds the probability that each entry has a value; for the bit it is one. */
  Expr presence(Expr like) {
    return entries(like, (zero, bit) -> bit.zeros().plus(1), present(like));
  }

  private Expr present(Expr like) {
    Expr one = value(like).zeros().plus(1);
    return missing.map(one::minus).orElse(one);
  }

  private interface OfBit {
    Expr of(Expr zero, Expr bit);
  }

  private Expr entries(Expr all, OfBit function, Expr ofNumber) {
    return missing
        .map(zero -> function.of(zero, all.slice(1, 0, 1)))
        .map(bit -> all.scope().concat(1, List.of(bit, ofNumber)))
        .orElse(ofNumber);
  }

  private Expr value(Expr all) {
    return missing.isPresent() ? all.slice(1, 1, 1) : all;
  }
}
