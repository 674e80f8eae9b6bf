package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.List;
import java.util.stream.IntStream;

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
 * <p>A slope is one at {@code u = 0}, and raw slopes are clipped to ±1000; the slopes at {@code
 * ±bound} are one. Zero parameters are the identity, and every finite parameter and entry yields
 * finite values and gradients.
 *
 * @param bins the number of bins, from 2 to 500
 * @param bound where the spline ends and the identity begins, in the unit of the entries
 */
public record RationalQuadratic(int bins, double bound) implements ScalarBijector {
  private static final double MIN_SHARE = 1e-3;
  private static final double MAX_RAW_SLOPE = 1e3;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if {@code bins} is not within 2 and 500, which leaves half of
   *     the interval to be shared out, or {@code bound} is not positive and finite
   */
  public RationalQuadratic {
    if (bins < 2 || bins > 500) {
      throw new IllegalArgumentException("bins must be from 2 to 500, got " + bins);
    }
    if (!(bound > 0 && Double.isFinite(bound))) {
      throw new IllegalArgumentException("bound must be positive and finite, got " + bound);
    }
  }

  @Override
  public int parameters() {
    return 3 * bins - 1;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    Expr inside = x.abs().less(bound).indicator();
    Expr at = inside.times(x);
    SplineBin bin = bins(theta).atX(at);
    Expr xi = bin.positionOf(at);
    return orIdentity(inside, x, new Mapped(bin.value(xi), bin.logSlope(xi)));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr inside = y.abs().less(bound).indicator();
    Expr at = inside.times(y);
    SplineBin bin = bins(theta).atY(at);
    Expr xi = bin.root(at);
    Expr x = bin.x0().plus(xi.times(bin.width()));
    return orIdentity(inside, y, new Mapped(x, bin.logSlopeOfInverse(xi)));
  }

  /**
   * Maps entries outside of the spline to themselves. Products with ones and zeros are as exact as
   * selections here, since both operands are finite, and several times faster.
   */
  private static Mapped orIdentity(Expr inside, Expr x, Mapped mapped) {
    Expr outside = inside.complement().times(x);
    return new Mapped(inside.times(mapped.value()).plus(outside), inside.times(mapped.logDet()));
  }

  /** Returns the bins of each entry, with their axis first. */
  SplineBins bins(Expr theta) {
    int rank = theta.rank();
    int[] lastToFront = IntStream.range(0, rank).map(i -> i == 0 ? rank - 1 : i - 1).toArray();
    List<Expr> raw = theta.transpose(lastToFront).split(0, 2 * bins, bins - 1);
    return new SplineBins(bound, sizes(raw.get(0)), clipped(raw.get(1)));
  }

  /** Moves raw slopes into their limits. */
  static Expr clipped(Expr rawSlopes) {
    return rawSlopes.clip(-MAX_RAW_SLOPE, MAX_RAW_SLOPE);
  }

  /** Widths and heights, {@code [2, bins, ...]}, each summing to {@code 2·bound}. */
  private Expr sizes(Expr raw) {
    long[] shape = raw.shape().asArray();
    long[] halved = new long[shape.length + 1];
    halved[0] = 2;
    halved[1] = bins;
    System.arraycopy(shape, 1, halved, 2, shape.length - 1);
    Expr logits = raw.reshape(halved);
    Expr weights = logits.minus(logits.maxAlong(1).stopGradient()).exp();
    Expr total = weights.sum(1).expand(1);
    Expr share = raw.scope().constant((1 - MIN_SHARE * bins) * 2 * bound).over(total);
    return weights.times(share).plus(MIN_SHARE * 2 * bound);
  }
}
