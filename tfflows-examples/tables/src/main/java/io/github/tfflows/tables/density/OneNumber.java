package io.github.tfflows.tables.density;

import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * The distribution functions of a row of one number, possibly after a presence bit; the bit is
 * empty if the number is always present.
 */
record OneNumber(Optional<Bit> bit, Marginals number) {
  /**
   * The probabilities of a missing and of a present number, {@code [n, 1]}. Either keeps its digits
   * where it is small.
   */
  record Bit(Expr missing, Expr present) {}

  Expr cdf(GraphScope scope, Expr x) {
    return below(x, number.cdf().at(scope, value(x)));
  }

  private Expr below(Expr x, Expr ofNumber) {
    return entries(
        x,
        (of, at) ->
            at.less(0).select(at.zeros(), at.less(1).select(of.missing(), at.zeros().plus(1))),
        ofNumber);
  }

  Expr survival(GraphScope scope, Expr x) {
    return above(x, number.survival().at(scope, value(x)));
  }

  private Expr above(Expr x, Expr ofNumber) {
    return entries(
        x,
        (of, at) ->
            at.less(0).select(at.zeros().plus(1), at.less(1).select(of.present(), at.zeros())),
        ofNumber);
  }

  /** Builds the functions and their slope, which is zero of the bit. */
  Marginals.Tangent tangent(GraphScope scope, Expr x) {
    Marginals.Tangent of = number.hints().tangent().orElseThrow().apply(scope, value(x));
    return new Marginals.Tangent(
        below(x, of.below()),
        above(x, of.above()),
        entries(x, (bits, at) -> at.zeros(), of.density()));
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

  /** Builds the intervals of the bit, which jumps at zero and one, and those of the number. */
  Marginals.KnownIntervals intervals(GraphScope scope, Expr entries) {
    Optional<Marginals.KnownIntervals> ofNumber =
        number.hints().intervals().map(each -> each.apply(scope, value(entries)));
    if (bit.isEmpty()) {
      return ofNumber.orElseThrow();
    }
    Expr missing = bit.get().missing().expand(-1);
    Expr present = bit.get().present().expand(-1);
    Expr none = missing.zeros();
    Expr zero = scope.constant(Shape.of(1, 1, 1), 0);
    return new Marginals.KnownIntervals(
        joined(List.of(zero, zero.plus(1)), ofNumber.map(Marginals.KnownIntervals::middles)),
        joined(List.of(zero, zero), ofNumber.map(Marginals.KnownIntervals::widths)),
        joined(List.of(none, missing), ofNumber.map(Marginals.KnownIntervals::below)),
        joined(List.of(missing, present), ofNumber.map(Marginals.KnownIntervals::within)),
        joined(List.of(present, none), ofNumber.map(Marginals.KnownIntervals::above)));
  }

  /** Returns numbers of both entries, {@code [n, 2, m]}, with zeros where an entry has none. */
  private static Expr joined(List<Expr> ofBit, Optional<Expr> ofNumber) {
    GraphScope scope = ofBit.get(0).scope();
    Expr bits = scope.concat(-1, ofBit);
    if (ofNumber.isEmpty()) {
      return scope.concat(1, List.of(bits, bits.zeros()));
    }
    Expr numbers = ofNumber.get().plus(ofBit.get(0).zeros());
    return scope.concat(
        1,
        List.of(
            scope.concat(-1, List.of(bits, numbers.zeros())),
            scope.concat(-1, List.of(bits.zeros(), numbers))));
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
