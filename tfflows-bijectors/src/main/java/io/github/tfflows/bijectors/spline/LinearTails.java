package io.github.tfflows.bijectors.spline;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import java.util.function.Function;

/**
 * The lines outside a spline from {@code [-bound, bound]} to itself.
 *
 * @param lower the slope of the line below {@code -bound}
 * @param upper the slope of the line above {@code bound}
 */
record LinearTails(double bound, Expr lower, Expr upper) {
  LinearTails inverted() {
    Expr one = lower.scope().constant(1);
    return new LinearTails(bound, one.over(lower), one.over(upper));
  }

  /** Maps entries by a spline, and those outside by the lines. */
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
