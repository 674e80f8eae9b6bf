package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Condition;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;

/**
 * A circular rational-quadratic spline: a continuously differentiable map of the circle {@code
 * [-bound, bound]}, whose ends are one point, to itself (Rezende et al., 2020, arXiv:2002.02428).
 * It is the {@link RationalQuadratic} with one free slope for both ends, and keeps that point; a
 * rotation can move it.
 *
 * <p>On the real line it is continued by {@code f(x + 2·bound) = f(x) + 2·bound}, so that it is
 * increasing with a continuous slope everywhere, and an angle may be given by any of its numbers.
 *
 * <p>The {@code 3·bins} parameters of an entry are those of {@link RationalQuadratic} and then the
 * raw slope of the ends. Zero parameters are the identity, and every finite parameter and entry
 * yields finite values and gradients.
 *
 * @param bins the number of bins, from 2 to 500
 * @param bound half of the circumference, in the unit of the entries: {@code π} for angles
 */
public record CircularRationalQuadratic(int bins, double bound) implements ScalarBijector {
  /** Less than the share of any bin, more than rounding. */
  private static final double MARGIN = 1e-3;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if {@code bins} is not within 2 and 500, or {@code bound} is
   *     not positive and finite
   */
  public CircularRationalQuadratic {
    RationalQuadratic unused = new RationalQuadratic(bins, bound);
  }

  @Override
  public int parameters() {
    return 3 * bins;
  }

  @Override
  public Domain domain() {
    return Domain.CIRCLE;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    Expr turns = turns(x);
    Expr at = onCircle(x.minus(turns));
    SplineBin bin = closed(theta, bins(theta).atX(at));
    Expr xi = bin.positionOf(at);
    return new Mapped(onCircle(bin.value(xi)).plus(turns), bin.logSlope(xi));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr turns = turns(y);
    Expr at = onCircle(y.minus(turns));
    SplineBin bin = closed(theta, bins(theta).atY(at));
    Expr xi = bin.root(at);
    Expr x = onCircle(bin.x0().plus(xi.times(bin.width())));
    return new Mapped(x.plus(turns), bin.logSlopeOfInverse(xi));
  }

  private SplineBins bins(Expr theta) {
    RationalQuadratic open = new RationalQuadratic(bins, bound);
    return open.bins(theta.slice(-1, 0, open.parameters()));
  }

  /** The multiple of the circumference to go back by, to reach {@code [-bound, bound]}. */
  private Expr turns(Expr x) {
    return x.plus(bound).times(0.5 / bound).floor().stopGradient().times(2 * bound);
  }

  /** Moves an entry that rounding put outside of the circle there, in value but not gradient. */
  private Expr onCircle(Expr at) {
    return at.plus(at.clip(-bound, bound).minus(at).stopGradient());
  }

  /** Gives both ends of the circle, which are one point, the same free slope. */
  private SplineBin closed(Expr theta, SplineBin bin) {
    Expr slope = SplineBins.slope(RationalQuadratic.clipped(theta.entry(3 * bins - 1)));
    double inner = bound * (1 - MARGIN);
    Condition first = bin.x0().less(-inner);
    Condition last = bin.x0().plus(bin.width()).greater(inner);
    return bin.withSlopes(first.select(slope, bin.d0()), last.select(slope, bin.d1()));
  }
}
