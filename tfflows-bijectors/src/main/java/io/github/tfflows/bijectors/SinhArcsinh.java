package io.github.tfflows.bijectors;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A map that skews and that makes the tails heavier or lighter, {@code y = sinh((arcsinh x +
 * ε)·τ)}: the sinh-arcsinh transformation of Jones and Pewsey, 2009, Biometrika 96(4), 761-780,
 * turned around, with {@code τ = 1/δ}. The reals map onto the reals; from {@code ε > 0} comes a
 * longer right tail, from {@code τ > 1} come heavier tails. TensorFlow Probability's bijector of
 * the same name also scales {@code y}, so that {@code ε = 0} keeps the point 2.
 *
 * <pre>{@code log dy/dx = log τ + log cosh((arcsinh x + ε)·τ) - log cosh(arcsinh x)}</pre>
 *
 * <p>Of the two parameters {@code (a, b)} of an entry, both are squashed,
 *
 * <pre>{@code
 * ε = a / (1 + |a| / 10)         within (-10, 10)
 * log τ = b / (1 + |b| / ln 10)  τ within (1/10, 10)
 * }</pre>
 *
 * <p>so that no network puts them out of range. A value beyond half the largest number times the
 * machine epsilon (2e31 in single precision) is moved there, with zero gradient.
 */
public record SinhArcsinh() implements ScalarBijector {
  private static final double MAX_SKEWNESS = 10;
  private static final double MAX_LOG_TAILWEIGHT = Math.log(10);

  @Override
  public int parameters() {
    return 2;
  }

  @Override
  public <T extends TFloating> Mapped<T> forward(
      GraphScope<T> scope, Operand<T> x, Operand<T> theta) {
    Expr<T> arcsinh = scope.expr(scope.tf().math.asinh(x));
    Expr<T> logTau = logTailweight(scope, theta);
    return mapped(scope, arcsinh, arcsinh.plus(skewness(scope, theta)).times(logTau.exp()), logTau);
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(
      GraphScope<T> scope, Operand<T> y, Operand<T> theta) {
    Expr<T> arcsinh = scope.expr(scope.tf().math.asinh(y));
    Expr<T> minusLogTau = logTailweight(scope, theta).negated();
    return mapped(
        scope,
        arcsinh,
        arcsinh.times(minusLogTau.exp()).minus(skewness(scope, theta)),
        minusLogTau);
  }

  /**
   * The value {@code sinh(moved)} and its log-derivative, where {@code d moved = scale·d arcsinh}.
   */
  private static <T extends TFloating> Mapped<T> mapped(
      GraphScope<T> scope, Expr<T> arcsinh, Expr<T> moved, Expr<T> logScale) {
    Ops tf = scope.tf();
    FloatLimits limits = FloatLimits.of(scope);
    double end = Math.log(limits.largest() * limits.epsilon());
    Expr<T> within = scope.expr(tf.clipByValue(moved, scope.scalar(-end), scope.scalar(end)));
    return new Mapped<>(
        tf.math.sinh(within), logScale.plus(logCosh(within)).minus(logCosh(arcsinh)));
  }

  /** {@code log cosh u = |u| + log(1 + exp(-2|u|)) - log 2}, which does not overflow. */
  private static <T extends TFloating> Expr<T> logCosh(Expr<T> u) {
    Expr<T> magnitude = u.abs();
    return magnitude.plus(magnitude.times(-2).softplus()).minus(Math.log(2));
  }

  private static <T extends TFloating> Expr<T> skewness(GraphScope<T> scope, Operand<T> theta) {
    return squashed(LastAxis.entry(scope, theta, 0), MAX_SKEWNESS);
  }

  private static <T extends TFloating> Expr<T> logTailweight(
      GraphScope<T> scope, Operand<T> theta) {
    return squashed(LastAxis.entry(scope, theta, 1), MAX_LOG_TAILWEIGHT);
  }

  private static <T extends TFloating> Expr<T> squashed(Expr<T> a, double bound) {
    return a.over(a.abs().times(1 / bound).plus(1));
  }
}
