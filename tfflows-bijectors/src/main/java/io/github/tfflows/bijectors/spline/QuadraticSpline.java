package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import java.util.function.Function;

/**
 * A piecewise-quadratic spline from {@code [-bound, bound]} to itself, the identity outside (Müller
 * et al., 2019, arXiv:1808.03856, section 4.2). Its slope is linear within each bin and continuous
 * everywhere. With {@code ξ} the position in a bin of width {@code w} and height {@code h}, {@code
 * ρ} the position of the image, and end slopes {@code d0, d1},
 *
 * <pre>{@code
 * y = y0 + w·(d0·ξ + (d1 - d0)·ξ²/2)                  y'² = d0²·(1-ρ) + d1²·ρ
 * ξ = ρ·(d0 + d1) / (d0 + y')                         h = w·(d0 + d1)/2
 * }</pre>
 *
 * <p>The {@code 2·bins - 1} parameters {@code u} of an entry are, in this order, raw widths and raw
 * slopes of the inner knots; the slopes at {@code ±bound} are one:
 *
 * <pre>{@code
 * widths = 2·bound·(1e-3 + (1 - bins·1e-3)·softmax(u))
 * slopes dᵢ = 1e-3 + (1 - 1e-3)·exp(uᵢ)·Σ mⱼ / Σ mⱼ·exp(uⱼ),   mᵢ = (wᵢ₋₁ + wᵢ)/2
 * }</pre>
 *
 * <p>so that the heights sum to {@code 2·bound}. Zero parameters are the identity, and every finite
 * parameter and entry yields finite values and gradients.
 *
 * @param bins the number of bins, from 2 to 500
 * @param bound the ends {@code ±bound} of the spline, in the unit of the entries; positive
 */
public record QuadraticSpline(int bins, double bound) implements Increasing {
  private static final double MIN_SLOPE = 1e-3;

  private record Piece(Bin bin, Expr d0, Expr d1) {
    Mapped forward(Expr x) {
      Expr xi = bin.positionOf(x);
      Expr slope = d0.times(xi.complement()).plus(d1.times(xi));
      Expr mean = d0.plus(slope).times(0.5);
      return new Mapped(bin.y0().plus(bin.width().times(xi).times(mean)), slope.log());
    }

    Mapped inverse(Expr y) {
      Expr rho = bin.positionOfImage(y);
      Expr slope = d0.square().times(rho.complement()).plus(d1.square().times(rho)).sqrt();
      Expr xi = rho.times(d0.plus(d1)).over(d0.plus(slope));
      return new Mapped(bin.x(xi), slope.log().negated());
    }
  }

  public QuadraticSpline {
    Knots.require(bins, bound);
  }

  @Override
  public int parameters() {
    return 2 * bins - 1;
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
    List<Expr> raw = Knots.parts(theta, bins, bins - 1);
    Expr widths = Knots.shares(bound, raw.get(0), 0);
    Expr slopes = slopes(widths, raw.get(1));
    Expr means = slopes.slice(0, 0, bins).plus(slopes.slice(0, 1, bins)).times(0.5);
    Expr sizes = theta.scope().stack(List.of(widths, widths.times(means)));
    Bin bin = search.apply(new Knots(bound, sizes));
    return new Piece(bin, bin.lower(slopes), bin.upper(slopes));
  }

  private Expr slopes(Expr widths, Expr raw) {
    Expr spans = widths.slice(0, 0, bins - 1).plus(widths.slice(0, 1, bins - 1)).times(0.5);
    Expr weights = raw.minus(raw.maxAlong(0).stopGradient()).exp();
    Expr total = weights.times(spans).sum(0).expand(0);
    Expr share = spans.sum(0).expand(0).times(1 - MIN_SLOPE).over(total);
    Expr inner = weights.times(share).plus(MIN_SLOPE);
    Expr one = total.zeros().plus(1);
    return raw.scope().concat(0, List.of(one, inner, one));
  }
}
