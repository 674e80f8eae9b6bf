package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * {@code y = exp(x)}, entry by entry, on events of any shape: the reals onto the positive reals,
 * with {@code log |det| = Σ xᵢ}.
 *
 * <p>Points beyond what the float type holds are moved to the nearest point within, with zero
 * gradient: {@code y}, and so a datum at or below zero, to at least the smallest normal number
 * divided by the machine epsilon (about 1e-31 in single precision, where {@code x = -71}), and at
 * most to the largest number.
 */
public record Exp() implements Bijector {
  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    FloatLimits limits = FloatLimits.of(scope);
    double top = Math.log(limits.largest()) - limits.epsilon() * 1e3; // log rounds up at the end
    Expr<T> within =
        scope.expr(
            scope.tf().clipByValue(x, scope.scalar(Math.log(limits.lowest())), scope.scalar(top)));
    return new Mapped<>(within.exp(), scope.sumEvent(within));
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    FloatLimits limits = FloatLimits.of(scope);
    Expr<T> within =
        scope.expr(
            scope
                .tf()
                .clipByValue(y, scope.scalar(limits.lowest()), scope.scalar(limits.largest())));
    Expr<T> x = within.log();
    return new Mapped<>(x, scope.sumEvent(x.negated()));
  }
}
