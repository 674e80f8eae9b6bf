package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import java.util.function.Function;

/**
 * A {@link RationalQuadratic} spline whose slopes {@code d₀} and {@code d₁} at {@code ∓bound} are
 * free, and whose tails are the lines with these slopes:
 *
 * <pre>{@code
 * y = -bound + d₀·(x + bound)    for x ≤ -bound
 * y =  bound + d₁·(x - bound)    for x ≥ bound
 * }</pre>
 *
 * <p>The slope is continuous everywhere. Unlike the identity tails of Durkan et al. (2019,
 * arXiv:1906.04032, section 3.1), these tails adapt to the scale of data beyond the bound. Distrax
 * calls such slopes unconstrained.
 *
 * <p>The {@code 3·bins + 1} parameters of an entry are, in this order, raw widths, heights and the
 * slopes at all knots, the lowest first, in the form of {@link RationalQuadratic}. Zero parameters
 * are the identity, and every finite parameter yields finite values and gradients at every entry up
 * to {@code 1e-6} times the largest number.
 *
 * @param bins the number of bins, from 2 to 500
 * @param bound the ends {@code ±bound} of the spline, in the unit of the entries; positive
 */
public record UnboundedRationalQuadratic(int bins, double bound) implements Increasing {
  /** Raw sizes of the bins, and raw slopes at all knots. */
  private record Raw(Expr sizes, Expr slopes) {}

  /**
   * The lines outside a spline from {@code [-bound, bound]} to itself.
   *
   * @param lower the slope of the line below {@code -bound}
   * @param upper the slope of the line above {@code bound}
   */
  private record LinearTails(double bound, Expr lower, Expr upper) {
    LinearTails inverted() {
      Expr one = lower.scope().constant(1);
      return new LinearTails(bound, one.over(lower), one.over(upper));
    }

    /** Maps entries within the bound by a spline, and entries outside by the lines. */
    Mapped around(Expr x, Function<Expr, Mapped> spline) {
      Expr inside = x.abs().less(bound).indicator();
      Expr above = x.atLeast(bound).indicator();
      Expr below = inside.plus(above).complement();
      Mapped within = spline.apply(inside.times(x));
      Expr end = above.minus(below).times(bound); // zero inside, and so is the slope
      Expr slope = above.times(upper).plus(below.times(lower));
      Expr tail = end.plus(slope.times(x.minus(end)));
      return new Mapped(
          inside.times(within.value()).plus(tail),
          inside.times(within.logDet()).plus(slope.plus(inside).log()));
    }
  }

  public UnboundedRationalQuadratic {
    Knots.require(bins, bound);
  }

  @Override
  public int parameters() {
    return 3 * bins + 1;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return Knots.asVector(
        x,
        theta,
        (entries, u) -> {
          Raw raw = raw(u);
          return tails(raw).around(entries, at -> bin(raw, knots -> knots.atX(at)).forward(at));
        });
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    return Knots.asVector(
        y,
        theta,
        (entries, u) -> {
          Raw raw = raw(u);
          return tails(raw)
              .inverted()
              .around(entries, at -> bin(raw, knots -> knots.atY(at)).inverse(at));
        });
  }

  private Raw raw(Expr theta) {
    List<Expr> raw = Knots.parts(theta, 2 * bins, bins + 1);
    return new Raw(raw.get(0), raw.get(1));
  }

  private RationalQuadraticBin bin(Raw raw, Function<Knots, Bin> search) {
    Bin bin = search.apply(Knots.of(bound, raw.sizes()));
    return RationalQuadraticBin.of(
        bin, Knots.slope(bin.lower(raw.slopes())), Knots.slope(bin.upper(raw.slopes())));
  }

  private LinearTails tails(Raw raw) {
    Expr first = raw.slopes().slice(0, 0, 1).sum(0);
    Expr last = raw.slopes().slice(0, bins, 1).sum(0);
    return new LinearTails(bound, Knots.slope(first), Knots.slope(last));
  }
}
