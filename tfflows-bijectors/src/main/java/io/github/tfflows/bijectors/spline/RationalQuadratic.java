package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import java.util.function.Function;

/**
 * A monotone rational-quadratic spline from {@code [-bound, bound]} to itself, the identity
 * outside: the scalar map of neural spline flows (Durkan et al., 2019, arXiv:1906.04032, eqs. 4-8).
 *
 * <p>With {@code ξ} the position in a bin of width {@code w} and height {@code h}, chord slope
 * {@code s = h/w} and end slopes {@code d0, d1},
 *
 * <pre>{@code
 * y  = y0 + h·(s·ξ² + d0·ξ(1-ξ)) / (s + (d0 + d1 - 2s)·ξ(1-ξ))                              (4)
 * y' = s²·(d1·ξ² + 2s·ξ(1-ξ) + d0·(1-ξ)²) / (s + (d0 + d1 - 2s)·ξ(1-ξ))²                    (5)
 * }</pre>
 *
 * <p>The {@code 3·bins - 1} parameters {@code u} of an entry are, in this order, raw widths,
 * heights and inner slopes:
 *
 * <pre>{@code
 * widths, heights = 2·bound·(1e-3 + (1 - bins·1e-3)·softmax(u))
 * slopes = 1e-3 + softplus(u + log(exp(1 - 1e-3) - 1))
 * }</pre>
 *
 * <p>A slope is one at {@code u = 0}, and raw slopes are clipped at 1000. The slopes at {@code
 * ±bound} are one; in {@link UnboundedRationalQuadratic} they are free. Zero parameters are the
 * identity, and every finite parameter and entry yields finite values and gradients.
 *
 * @param bins the number of bins, from 2 to 500
 * @param bound the ends {@code ±bound} of the spline, in the unit of the entries; positive
 */
public record RationalQuadratic(int bins, double bound) implements Increasing {
  public RationalQuadratic {
    Knots.require(bins, bound);
  }

  @Override
  public int parameters() {
    return 3 * bins - 1;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return Knots.within(bound, x, theta, (at, u) -> bin(u, knots -> knots.atX(at)).forward(at));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    return Knots.within(bound, y, theta, (at, u) -> bin(u, knots -> knots.atY(at)).inverse(at));
  }

  private RationalQuadraticBin bin(Expr theta, Function<Knots, Bin> search) {
    List<Expr> raw = Knots.parts(theta, 2 * bins, bins - 1);
    Bin bin = search.apply(Knots.of(bound, raw.get(0)));
    return RationalQuadraticBin.of(
        bin,
        Knots.slope(bin.innerLower(raw.get(1))), // one where the end is not an inner knot
        Knots.slope(bin.innerUpper(raw.get(1))));
  }
}
