package io.github.tfflows.bijectors;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

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
 * <p>The {@code 3·bins - 1} parameters of an entry are, in this order, widths, heights and inner
 * slopes. Widths and heights are shares of {@code 2·bound}, {@code 1e-3 + (1 - bins·1e-3)·softmax};
 * inner slopes are {@code 1e-3 + softplus(u + log(exp(1 - 1e-3) - 1))}, one at {@code u = 0} and
 * with {@code u} beyond ±1000 acting as ±1000; the slopes at {@code ±bound} are one. Zero
 * parameters are the identity, and every finite parameter and entry yields finite values and
 * gradients.
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
   * @param bins see the record
   * @param bound see the record
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
  public <T extends TFloating> Mapped<T> forward(
      GraphScope<T> scope, Operand<T> x, Operand<T> theta) {
    Inside<T> inside = inside(scope, x);
    SplineBin<T> bin = bins(scope, theta).atX(inside.at());
    Expr<T> xi = bin.position(inside.at().minus(bin.x0()), bin.width());
    return inside.orIdentity(bin.value(xi), bin.logSlope(xi));
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(
      GraphScope<T> scope, Operand<T> y, Operand<T> theta) {
    Inside<T> inside = inside(scope, y);
    SplineBin<T> bin = bins(scope, theta).atY(inside.at());
    Expr<T> xi = bin.root(bin.position(inside.at().minus(bin.y0()), bin.height()));
    Expr<T> x = bin.x0().plus(xi.times(bin.width()));
    return inside.orIdentity(x, bin.logSlopeOfInverse(xi));
  }

  /**
   * Which entries the spline moves. Products with ones and zeros, rather than selections, which
   * TensorFlow runs several times slower; they are as exact, since both operands are finite.
   *
   * @param within one where the entry is inside, zero elsewhere
   * @param at the entry, or zero where it is outside
   * @param outside the entry, or zero where it is inside
   */
  private record Inside<T extends TFloating>(Expr<T> within, Expr<T> at, Expr<T> outside) {
    Mapped<T> orIdentity(Expr<T> value, Expr<T> logSlope) {
      return new Mapped<>(within.times(value).plus(outside), within.times(logSlope));
    }
  }

  private <T extends TFloating> Inside<T> inside(GraphScope<T> scope, Operand<T> x) {
    Ops tf = scope.tf();
    Operand<TBool> less = tf.math.less(tf.math.abs(x), scope.scalar(bound));
    Expr<T> within = scope.expr(tf.dtypes.cast(less, scope.type()));
    return new Inside<>(within, within.times(x), within.complement().times(x));
  }

  /** The bins of each entry, by the parameters of this spline. */
  <T extends TFloating> SplineBins<T> bins(GraphScope<T> scope, Operand<T> theta) {
    int rank = theta.shape().numDimensions();
    int[] lastToFront = IntStream.range(0, rank).map(i -> i == 0 ? rank - 1 : i - 1).toArray();
    Operand<T> raw = scope.tf().linalg.transpose(theta, scope.tf().constant(lastToFront));
    List<Expr<T>> parts = FirstAxis.split(scope, raw, 2 * bins, bins - 1);
    Operand<T> slopes = clipped(scope, parts.get(1));
    return new SplineBins<>(scope, bound, sizes(scope, parts.get(0)), slopes);
  }

  /** Raw slopes within their limits. */
  static <T extends TFloating> Expr<T> clipped(GraphScope<T> scope, Operand<T> slopes) {
    return scope.expr(
        scope.tf().clipByValue(slopes, scope.scalar(-MAX_RAW_SLOPE), scope.scalar(MAX_RAW_SLOPE)));
  }

  /** Widths and heights, {@code [2, bins, ...]}, each summing to {@code 2·bound}. */
  private <T extends TFloating> Operand<T> sizes(GraphScope<T> scope, Operand<T> raw) {
    Ops tf = scope.tf();
    Expr<T> logits = scope.expr(tf.reshape(raw, tf.constant(FirstAxis.halved(raw))));
    Operand<T> largest = tf.reduceMax(logits, tf.constant(1), ReduceMax.keepDims(true));
    Expr<T> weights = logits.minus(tf.stopGradient(largest)).exp();
    Operand<T> total = tf.reduceSum(weights, tf.constant(1), ReduceSum.keepDims(true));
    Expr<T> share = scope.expr(scope.scalar((1 - MIN_SHARE * bins) * 2 * bound)).over(total);
    return weights.times(share).plus(MIN_SHARE * 2 * bound);
  }
}
