package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import java.util.function.Function;

/**
 * A monotone linear-rational spline from {@code [-bound, bound]} to itself, the identity outside
 * (Dolatabadi et al., 2020, arXiv:2001.05168, section 4). Its inverse is of the same kind.
 *
 * <p>A bin of width {@code w}, height {@code h} and end slopes {@code d0, d1} is divided at {@code
 * x0 + λ·w}, with the image {@code y0 + γ·h}. Its lower end, its upper end and the division have
 * the weights {@code a}, {@code b} and {@code c}:
 *
 * <pre>{@code
 * a = √d1    b = √d0    m = (1-λ)·a + λ·b    c = a·b·m·w/h    γ = λ·b/m
 * }</pre>
 *
 * <p>With {@code t} the position in a half whose ends have the weights {@code u} and {@code v}, and
 * {@code r} the position of the image,
 *
 * <pre>{@code
 * r = v·t / (u·(1-t) + v·t)        dr/dt = u·v / (u·(1-t) + v·t)²
 * t = u·r / (v·(1-r) + u·r)        dt/dr = u·v / (v·(1-r) + u·r)²
 * }</pre>
 *
 * <p>The {@code 4·bins - 1} parameters of an entry are, in this order, raw widths, heights and
 * inner slopes, like those of {@link RationalQuadratic}, and raw divisions {@code ℓ}:
 *
 * <pre>{@code λ = 0.025 + 0.95·sigmoid(ℓ)}</pre>
 *
 * <p>Zero parameters are the identity, and every finite parameter and entry yields finite values
 * and gradients.
 *
 * @param bins the number of bins, from 2 to 500
 * @param bound the ends {@code ±bound} of the spline, in the unit of the entries; positive
 */
public record LinearRational(int bins, double bound) implements Increasing {
  private static final double MIN_CUT = 0.025;

  /** One half of a bin, and the weights of its ends. */
  private record Half(Bin bin, Expr u, Expr v) {
    Mapped forward(Expr x) {
      Expr t = bin.positionOf(x);
      Expr sum = u.times(t.complement()).plus(v.times(t));
      Expr slope = bin.chord().times(u.over(sum)).times(v.over(sum));
      return new Mapped(bin.y(v.times(t).over(sum)), slope.log());
    }

    Half inverted() {
      return new Half(bin.inverted(), v, u);
    }
  }

  /** One bin, its division, and the weights of its ends. */
  private record Piece(Bin bin, Expr lambda, Expr a, Expr b) {
    Mapped forward(Expr x) {
      return half(bin.positionOf(x).atLeast(lambda)).forward(x);
    }

    Mapped inverse(Expr y) {
      return half(bin.positionOfImage(y).atLeast(gamma())).inverted().forward(y);
    }

    private Expr mean() {
      return lambda.complement().times(a).plus(lambda.times(b));
    }

    private Expr gamma() {
      return lambda.times(b).over(mean());
    }

    /**
     * Returns the half above the division where the condition holds, and the half below elsewhere.
     */
    private Half half(Condition above) {
      Expr c = a.times(b).times(mean()).over(bin.chord());
      Expr gamma = gamma();
      Expr zero = lambda.zeros();
      Bin half =
          new Bin(
              bin.own(),
              bin.x(above.select(lambda, zero)),
              bin.y(above.select(gamma, zero)),
              bin.width().times(above.select(lambda.complement(), lambda)),
              bin.height().times(above.select(gamma.complement(), gamma)));
      return new Half(half, above.select(c, a), above.select(b, c));
    }
  }

  public LinearRational {
    Knots.require(bins, bound);
  }

  @Override
  public int parameters() {
    return 4 * bins - 1;
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
    List<Expr> raw = Knots.parts(theta, 2 * bins, bins - 1, bins);
    Bin bin = search.apply(Knots.of(bound, raw.get(0)));
    Expr d0 = Knots.slope(bin.innerLower(raw.get(1))); // one where the end is not an inner knot
    Expr d1 = Knots.slope(bin.innerUpper(raw.get(1)));
    Expr lambda = bin.select(raw.get(2)).sigmoid().times(1 - 2 * MIN_CUT).plus(MIN_CUT);
    return new Piece(bin, lambda, d1.sqrt(), d0.sqrt());
  }
}
