package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * {@code y = tanh(x)}, entry by entry, on events of any shape: the reals onto {@code (-1, 1)}.
 *
 * <p>{@code log dy/dx = log(1 - tanh²(x)) = 2·(log 2 - x - softplus(-2x))}: the last form does not
 * cancel where {@code tanh} rounds to one. In the inverse a datum with {@code |y| > 1 - ε}, with
 * {@code ε} the machine epsilon, is moved to that bound with zero gradient; so {@code |x|} is at
 * most 8.3 in single precision, 18.4 in double.
 */
public record Tanh() implements Bijector {
  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    Expr<T> at = scope.expr(x);
    Expr<T> halfLogSlope = at.plus(at.times(-2).softplus()).negated().plus(Math.log(2));
    return new Mapped<>(scope.tf().math.tanh(x), scope.sumEvent(halfLogSlope.times(2)));
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    Ops tf = scope.tf();
    double edge = 1 - FloatLimits.of(scope).epsilon();
    Operand<T> within = tf.clipByValue(y, scope.scalar(-edge), scope.scalar(edge));
    Expr<T> logAbove = scope.expr(tf.math.log1p(within));
    Expr<T> logBelow = scope.expr(tf.math.log1p(tf.math.neg(within)));
    return new Mapped<>(
        logAbove.minus(logBelow).times(0.5), // atanh(y) = ½ log((1 + y) / (1 - y))
        scope.sumEvent(logAbove.plus(logBelow).negated()));
  }
}
