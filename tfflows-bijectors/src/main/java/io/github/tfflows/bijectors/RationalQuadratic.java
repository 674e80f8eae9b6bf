package io.github.tfflows.bijectors;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Unstack;
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
    Operand<TBool> within = within(scope, x);
    Expr<T> at = inside(scope, within, x);
    SplineBin<T> bin = bins(scope, theta).atX(at);
    Expr<T> xi = bin.position(at.minus(bin.x0()), bin.width());
    return orIdentity(scope, within, x, new Mapped<>(bin.value(xi), bin.logSlope(xi)));
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(
      GraphScope<T> scope, Operand<T> y, Operand<T> theta) {
    Operand<TBool> within = within(scope, y);
    Expr<T> at = inside(scope, within, y);
    SplineBin<T> bin = bins(scope, theta).atY(at);
    Expr<T> xi = bin.root(bin.position(at.minus(bin.y0()), bin.height()));
    Expr<T> x = bin.x0().plus(xi.times(bin.width()));
    return orIdentity(scope, within, y, new Mapped<>(x, bin.logSlope(xi).negated()));
  }

  private <T extends TFloating> Operand<TBool> within(GraphScope<T> scope, Operand<T> x) {
    return scope.tf().math.less(scope.tf().math.abs(x), scope.scalar(bound));
  }

  /** The entry, or zero where it is outside, so that the unused branch has a finite gradient. */
  private static <T extends TFloating> Expr<T> inside(
      GraphScope<T> scope, Operand<TBool> within, Operand<T> x) {
    return scope.expr(scope.tf().select(within, x, scope.tf().zerosLike(x)));
  }

  private static <T extends TFloating> Mapped<T> orIdentity(
      GraphScope<T> scope, Operand<TBool> within, Operand<T> from, Mapped<T> inside) {
    Ops tf = scope.tf();
    return new Mapped<>(
        tf.select(within, inside.value(), from),
        tf.select(within, inside.logDet(), tf.zerosLike(from)));
  }

  private <T extends TFloating> SplineBins<T> bins(GraphScope<T> scope, Operand<T> theta) {
    List<Operand<T>> sizes = sizes(scope, theta);
    Operand<T> slopes = LastAxis.slice(scope, theta, 2 * bins, bins - 1);
    Operand<T> clipped =
        scope.tf().clipByValue(slopes, scope.scalar(-MAX_RAW_SLOPE), scope.scalar(MAX_RAW_SLOPE));
    return new SplineBins<>(scope, bound, sizes.get(0), sizes.get(1), clipped);
  }

  /** Widths and heights, {@code [..., bins]} each, summing to {@code 2·bound}; by one softmax. */
  private <T extends TFloating> List<Operand<T>> sizes(GraphScope<T> scope, Operand<T> theta) {
    Ops tf = scope.tf();
    Operand<T> raw = LastAxis.slice(scope, theta, 0, 2 * bins);
    Expr<T> shares = scope.expr(tf.nn.softmax(tf.reshape(raw, tf.array(-1, bins))));
    Operand<T> rows = shares.times((1 - MIN_SHARE * bins) * 2 * bound).plus(MIN_SHARE * 2 * bound);
    long[] shape = theta.shape().asArray();
    long[] split = Arrays.copyOf(shape, shape.length + 1);
    split[0] = Shape.UNKNOWN_SIZE;
    split[shape.length - 1] = 2;
    split[shape.length] = bins;
    Operand<T> both = tf.reshape(rows, tf.constant(split));
    return List.copyOf(tf.unstack(both, 2L, Unstack.axis(-2L)).output());
  }
}
