package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.bijectors.search.RootSearch;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import java.util.function.Function;

/**
 * A piecewise-cubic spline from {@code [-bound, bound]} to itself, the identity outside (Durkan et
 * al., 2019, arXiv:1906.02145). With {@code ξ} the position in a bin of width {@code w} and height
 * {@code h}, chord slope {@code s = h/w} and end slopes {@code a·s, b·s},
 *
 * <pre>{@code
 * y  = y0 + h·(a·ξ(1-ξ)² + (3-b)·ξ²(1-ξ) + ξ³)
 * y' = s·(a·(1-ξ)² + 2(3-a-b)·ξ(1-ξ) + b·ξ²)
 * }</pre>
 *
 * <p>The slopes at the inner knots follow from the knots (Steffen, 1990, Astronomy and Astrophysics
 * 239, 443-450), which makes the spline increasing and its slope continuous within the bound:
 *
 * <pre>{@code
 * dᵢ = min(2sᵢ₋₁, 2sᵢ, (wᵢ·sᵢ₋₁ + wᵢ₋₁·sᵢ) / (wᵢ₋₁ + wᵢ))
 * }</pre>
 *
 * <p>The {@code 2·bins + 2} parameters {@code u} of an entry are, in this order, raw widths, raw
 * heights and the raw slopes at {@code -bound} and {@code bound}:
 *
 * <pre>{@code
 * widths, heights = 2·bound·(1e-3 + (1 - bins·1e-3)·softmax(u))
 * end slopes = s·(1e-3 + (3 - 1e-3)·sigmoid(u + log((1 - 1e-3)/2)))     s of the outer bin
 * }</pre>
 *
 * <p>Zero parameters are the identity, and every finite parameter and entry yields finite values
 * and gradients. End slopes differ from one, the slope of the identity outside, so a density jumps
 * there. The inverse is numerical.
 *
 * @param bins the number of bins, from 2 to 500
 * @param bound the ends {@code ±bound} of the spline, in the unit of the entries; positive
 */
public record CubicSpline(int bins, double bound) implements Increasing {
  private static final double MIN_END = 1e-3;

  /** Double precision needs up to 18 steps if {@code a, b > 1e-9}. */
  private static final int STEPS = 20;

  /** One bin, and the slopes at its ends relative to the slope of its chord. */
  private record Piece(Bin bin, Expr a, Expr b) {
    Mapped forward(Expr x) {
      Expr xi = bin.positionOf(x);
      return new Mapped(bin.y(share(a, b, xi)), slope(a, b, xi).times(bin.chord()).log());
    }

    Mapped inverse(Expr y) {
      Expr rho = bin.positionOfImage(y);
      Expr zero = rho.zeros();
      RootSearch.Bracket bracket = new RootSearch.Bracket(zero, zero.plus(1), rho);
      Expr xi = RootSearch.root(at -> at(at, rho), bracket, STEPS).clipStraightThrough(0, 1);
      return new Mapped(bin.x(xi), slope(a, b, xi).times(bin.chord()).log().negated());
    }

    private RootSearch.Point at(Expr xi, Expr rho) {
      return new RootSearch.Point(share(a, b, xi).minus(rho), slope(a, b, xi));
    }

    private static Expr share(Expr a, Expr b, Expr xi) {
      Expr square = xi.square();
      Expr first = a.times(xi).times(xi.complement().square());
      Expr second = b.negated().plus(3).times(square).times(xi.complement());
      return first.plus(second).plus(square.times(xi));
    }

    private static Expr slope(Expr a, Expr b, Expr xi) {
      Expr middle = a.plus(b).negated().plus(3).times(xi.times(xi.complement())).times(2);
      return a.times(xi.complement().square()).plus(middle).plus(b.times(xi.square()));
    }
  }

  public CubicSpline {
    Knots.require(bins, bound);
  }

  @Override
  public int parameters() {
    return 2 * bins + 2;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return Knots.within(bound, x, theta, (at, u) -> piece(u, knots -> knots.atX(at)).forward(at));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    return Knots.within(bound, y, theta, (at, u) -> piece(u, knots -> knots.atY(at)).inverse(at));
  }

  private Piece piece(Expr theta, Function<Knots, Bin> search) {
    List<Expr> raw = Knots.parts(theta, 2 * bins, 1, 1);
    Knots knots = Knots.of(bound, raw.get(0));
    Expr slopes = slopes(knots, endShare(raw.get(1)), endShare(raw.get(2)));
    Bin bin = search.apply(knots);
    return new Piece(bin, bin.lower(slopes).over(bin.chord()), bin.upper(slopes).over(bin.chord()));
  }

  /** An end slope relative to the slope of the chord. */
  private static Expr endShare(Expr raw) {
    double unit = Math.log((1 - MIN_END) / 2);
    return raw.plus(unit).sigmoid().times(3 - MIN_END).plus(MIN_END);
  }

  private Expr slopes(Knots knots, Expr first, Expr last) {
    List<Expr> both = knots.sizes().entries(0);
    Expr widths = both.get(0);
    Expr chords = both.get(1).over(widths);
    Expr w0 = widths.slice(0, 0, bins - 1);
    Expr w1 = widths.slice(0, 1, bins - 1);
    Expr s0 = chords.slice(0, 0, bins - 1);
    Expr s1 = chords.slice(0, 1, bins - 1);
    Expr mean = w1.times(s0).plus(w0.times(s1)).over(w0.plus(w1));
    Expr inner = s0.min(s1).times(2).min(mean);
    Expr lower = chords.slice(0, 0, 1).times(first);
    Expr upper = chords.slice(0, bins - 1, 1).times(last);
    return knots.sizes().scope().concat(0, List.of(lower, inner, upper));
  }
}
