package io.github.tfflows.bijectors;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * A circular rational-quadratic spline: a smooth map of the circle {@code [-bound, bound]}, whose
 * ends are one point, to itself (Rezende et al., 2020, arXiv:2002.02428). It is the {@link
 * RationalQuadratic} with one free slope for both ends, and keeps that point; a rotation can move
 * it.
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
   * @param bins see the record
   * @param bound see the record
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
  public <T extends TFloating> Mapped<T> forward(
      GraphScope<T> scope, Operand<T> x, Operand<T> theta) {
    Expr<T> circumferences = circumferences(scope, x);
    Expr<T> at = onCircle(scope, scope.expr(x).minus(circumferences));
    SplineBin<T> bin = closed(scope, theta, bins(scope, theta).atX(at));
    Expr<T> xi = bin.position(at.minus(bin.x0()), bin.width());
    Expr<T> y = onCircle(scope, bin.value(xi));
    return new Mapped<>(y.plus(circumferences), bin.logSlope(xi));
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(
      GraphScope<T> scope, Operand<T> y, Operand<T> theta) {
    Expr<T> circumferences = circumferences(scope, y);
    Expr<T> at = onCircle(scope, scope.expr(y).minus(circumferences));
    SplineBin<T> bin = closed(scope, theta, bins(scope, theta).atY(at));
    Expr<T> xi = bin.root(bin.position(at.minus(bin.y0()), bin.height()));
    Expr<T> x = onCircle(scope, bin.x0().plus(xi.times(bin.width())));
    return new Mapped<>(x.plus(circumferences), bin.logSlopeOfInverse(xi));
  }

  private <T extends TFloating> SplineBins<T> bins(GraphScope<T> scope, Operand<T> theta) {
    RationalQuadratic open = new RationalQuadratic(bins, bound);
    return open.bins(scope, LastAxis.slice(scope, theta, 0, open.parameters()));
  }

  /** The multiple of the circumference to go back by, to reach {@code [-bound, bound]}. */
  private <T extends TFloating> Expr<T> circumferences(GraphScope<T> scope, Operand<T> x) {
    Ops tf = scope.tf();
    Expr<T> turns = scope.expr(x).plus(bound).times(0.5 / bound);
    return scope.expr(tf.stopGradient(tf.math.floor(turns))).times(2 * bound);
  }

  /** Clips what is outside by rounding, in value but not in gradient. */
  private <T extends TFloating> Expr<T> onCircle(GraphScope<T> scope, Expr<T> at) {
    Ops tf = scope.tf();
    Operand<T> clipped = tf.clipByValue(at, scope.scalar(-bound), scope.scalar(bound));
    return at.plus(tf.stopGradient(tf.math.sub(clipped, at)));
  }

  /** The bin with the slope of the ends in place of one, if it is the first or the last. */
  private <T extends TFloating> SplineBin<T> closed(
      GraphScope<T> scope, Operand<T> theta, SplineBin<T> bin) {
    Ops tf = scope.tf();
    Expr<T> raw = LastAxis.entry(scope, theta, 3 * bins - 1);
    Expr<T> slope = SplineBins.slope(scope, RationalQuadratic.clipped(scope, raw));
    double inner = bound * (1 - MARGIN);
    Operand<TBool> first = tf.math.less(bin.x0(), scope.scalar(-inner));
    Operand<TBool> last = tf.math.greater(bin.x0().plus(bin.width()), scope.scalar(inner));
    return new SplineBin<>(
        scope,
        bin.x0(),
        bin.y0(),
        bin.width(),
        bin.height(),
        bin.s(),
        scope.expr(tf.select(first, slope, bin.d0())),
        scope.expr(tf.select(last, slope, bin.d1())));
  }
}
