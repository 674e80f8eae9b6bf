package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;

/**
 * A piecewise-linear spline from {@code [-bound, bound]} to itself, the identity outside (Müller et
 * al., 2019, arXiv:1808.03856, section 4.1). Its bins have equal widths {@code w} and different
 * slopes:
 *
 * <pre>{@code
 * y = y0 + (h/w)·(x - x0)        log dy/dx = log h - log w
 * heights h = 2·bound·(1e-3 + (1 - bins·1e-3)·softmax(u))
 * }</pre>
 *
 * <p>The {@code bins} parameters {@code u} of an entry are the raw heights. Zero parameters are the
 * identity, and every finite parameter and entry yields finite values and gradients. The slope
 * jumps at the knots, and so does a density. Knots are fixed in {@code x}. To train a density use
 * {@link #inverted()}, whose knots are fixed in the data; otherwise knots move past the data, and
 * gradients ignore the jumps.
 *
 * @param bins the number of bins, from 2 to 500
 * @param bound the ends {@code ±bound} of the spline, in the unit of the entries; positive
 */
public record LinearSpline(int bins, double bound) implements Increasing {
  public LinearSpline {
    Knots.require(bins, bound);
  }

  @Override
  public int parameters() {
    return bins;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return Knots.within(
        bound,
        x,
        theta,
        (at, u) -> {
          Bin bin = knots(u).atX(at);
          return new Mapped(bin.y(bin.positionOf(at)), bin.chord().log());
        });
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    return Knots.within(
        bound,
        y,
        theta,
        (at, u) -> {
          Bin bin = knots(u).atY(at);
          return new Mapped(bin.x(bin.positionOfImage(at)), bin.chord().log().negated());
        });
  }

  private Knots knots(Expr theta) {
    Expr heights = Knots.shares(bound, Knots.parts(theta, bins).get(0), 0);
    Expr widths = heights.zeros().plus(2 * bound / bins);
    return new Knots(bound, theta.scope().stack(List.of(widths, heights)));
  }
}
