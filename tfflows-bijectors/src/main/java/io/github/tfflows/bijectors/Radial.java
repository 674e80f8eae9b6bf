package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.framework.initializers.RandomNormal;
import org.tensorflow.framework.initializers.RandomUniform;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * A radial flow on vectors, {@code f(z) = z + β·(z - z₀)/(α + r)} with {@code r = |z - z₀|} of each
 * point, which spreads or gathers mass around a centre (Rezende and Mohamed, 2015,
 * arXiv:1505.05770, eq. 14 and appendix A.2).
 *
 * <p>With {@code α = softplus(alpha)} and {@code γ = α + β = softplus(beta)}, both positive, and
 * {@code k = (r + γ)/(r + α)},
 *
 * <pre>{@code
 * f(z) = z₀ + k·(z - z₀)
 * log |det| = (d - 1)·log k + log(τ + (1 - τ)·k),   τ = r/(α + r)
 * }</pre>
 *
 * <p>in which every term is positive. The inverse is a formula: from {@code R = |y - z₀| = k·r}
 * follows {@code r² + (γ - R)·r - α·R = 0}, whose positive root gives {@code k}. {@code α} and
 * {@code γ} are kept within {@code [1e-6, 1e4]}, so that every value and gradient is finite; at the
 * centre, where the log-determinant has a kink, its gradient is zero.
 *
 * <p>{@code center} starts standard normal and {@code alpha}, {@code beta} uniform on {@code ±1/d},
 * as normflows draws the first two; {@code beta} is drawn around {@code β = 0}, the identity.
 */
public record Radial() implements Bijector {
  private static final double MIN_REACH = 1e-6;
  private static final double MAX_REACH = 1e4;

  private record Ball<T extends TFloating>(Expr<T> center, Expr<T> alpha, Expr<T> gamma) {
    /** The stretch at distance {@code r}. */
    Expr<T> stretch(Expr<T> r) {
      return r.plus(gamma).over(r.plus(alpha));
    }
  }

  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    Ball<T> ball = ball(scope, x);
    Expr<T> offset = scope.expr(x).minus(ball.center());
    Expr<T> r = norm(scope, offset);
    Expr<T> y = ball.center().plus(offset.times(ball.stretch(r)));
    return new Mapped<>(y, logDet(scope, ball, r, LastAxis.size(x)));
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    Ball<T> ball = ball(scope, y);
    Expr<T> offset = scope.expr(y).minus(ball.center());
    Expr<T> r = radius(scope, ball, norm(scope, offset));
    Expr<T> x = ball.center().plus(offset.over(ball.stretch(r)));
    return new Mapped<>(x, logDet(scope, ball, r, LastAxis.size(y)).negated());
  }

  @Override
  public Shape eventShape(Shape event) {
    return Vectors.require(event, "a radial flow");
  }

  /** {@code [n, 1]} to {@code [n]}. */
  private static <T extends TFloating> Expr<T> logDet(
      GraphScope<T> scope, Ball<T> ball, Expr<T> r, int d) {
    Expr<T> k = ball.stretch(r);
    Expr<T> tau = r.over(r.plus(ball.alpha()));
    Expr<T> outward = tau.plus(tau.complement().times(k)); // dR/dr
    return LastAxis.sum(scope, k.log().times(d - 1).plus(outward.log()));
  }

  /**
   * The positive root {@code r} of {@code r² - p·r - α·R = 0}, {@code p = R - γ}, in whichever form
   * does not cancel. The discriminant is taken in units of {@code R + α + γ}, so that squares do
   * not overflow; the unit drops out, also of the gradient.
   */
  private static <T extends TFloating> Expr<T> radius(
      GraphScope<T> scope, Ball<T> ball, Expr<T> distance) {
    Ops tf = scope.tf();
    Expr<T> unit = scope.expr(tf.stopGradient(distance.plus(ball.alpha()).plus(ball.gamma())));
    Expr<T> p = distance.minus(ball.gamma()).over(unit);
    Expr<T> product = ball.alpha().over(unit).times(distance.over(unit));
    Expr<T> q = p.squared().plus(product.times(4)).sqrt().plus(p.abs());
    Operand<TBool> far = tf.math.greaterEqual(p, scope.scalar(0));
    return scope.expr(tf.select(far, q.times(0.5), product.times(2).over(q))).times(unit);
  }

  /**
   * Row norms, {@code [n, d]} to {@code [n, 1]}, without overflow; the gradient at zero is zero.
   */
  private static <T extends TFloating> Expr<T> norm(GraphScope<T> scope, Expr<T> v) {
    Ops tf = scope.tf();
    Operand<T> largest = tf.reduceMax(v.abs(), tf.constant(-1), ReduceMax.keepDims(true));
    Operand<T> floor = scope.scalar(FloatLimits.of(scope).lowest());
    Operand<T> unit = tf.stopGradient(tf.math.maximum(largest, floor));
    Operand<T> squared =
        tf.expandDims(LastAxis.sum(scope, v.over(unit).squared()), tf.constant(-1));
    Operand<TBool> away = tf.math.greater(squared, scope.scalar(0));
    Operand<T> one = scope.expr(tf.zerosLike(squared)).plus(1);
    Expr<T> root = scope.expr(tf.select(away, squared, one)).sqrt().times(unit);
    return scope.expr(tf.select(away, root, tf.zerosLike(squared)));
  }

  private static <T extends TFloating> Ball<T> ball(GraphScope<T> scope, Operand<T> x) {
    int d = LastAxis.size(x);
    Operand<T> center =
        scope.parameter("center", Shape.of(d), new RandomNormal<>(0, 1, seed(scope, "center")));
    return new Ball<>(
        scope.expr(center), reach(scope, "alpha", 1.0 / d), reach(scope, "beta", 1.0 / d));
  }

  private static <T extends TFloating> Expr<T> reach(
      GraphScope<T> scope, String name, double spread) {
    Initializer<T> initializer = new RandomUniform<>(-spread, spread, seed(scope, name));
    Expr<T> raw = scope.expr(scope.parameter(name, Shape.scalar(), initializer));
    return scope.expr(
        scope.tf().clipByValue(raw.softplus(), scope.scalar(MIN_REACH), scope.scalar(MAX_REACH)));
  }

  private static long seed(GraphScope<?> scope, String name) {
    return scope.sub(name).seed();
  }
}
