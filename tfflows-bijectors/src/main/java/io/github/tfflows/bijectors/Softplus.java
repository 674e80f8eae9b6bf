package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * {@code y = log(1 + exp(x))}, entry by entry, on events of any shape: the reals onto the positive
 * reals, close to {@code x} for large {@code x}.
 *
 * <p>{@code log dy/dx = log sigmoid(x) = -softplus(-x)} and {@code x = y + log(1 - exp(-y))}, both
 * without overflow. A datum at or below zero is moved, with zero gradient, to the smallest normal
 * number divided by the machine epsilon (about 1e-31 in single precision, where {@code x = -71}).
 */
public record Softplus() implements Bijector {
  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    Expr<T> at = scope.expr(x);
    return new Mapped<>(at.softplus(), scope.sumEvent(at.negated().softplus().negated()));
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    Ops tf = scope.tf();
    FloatLimits limits = FloatLimits.of(scope);
    Expr<T> within =
        scope.expr(
            tf.clipByValue(y, scope.scalar(limits.lowest()), scope.scalar(limits.largest())));
    Expr<T> minusOneMinusExp = scope.expr(tf.math.expm1(within.negated()));
    Expr<T> logSlope = minusOneMinusExp.negated().log(); // log(1 - exp(-y)) = log dy/dx
    return new Mapped<>(within.plus(logSlope), scope.sumEvent(logSlope.negated()));
  }
}
