package io.github.tfflows.tables;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * The same points of a circle, counted from another place: its inverse takes any number to {@code
 * [cut, cut + period)}, {@code x = y - period·⌊(y - cut) / period⌋}, and forward takes that to
 * {@code [start, start + period)}. Both preserve volume.
 *
 * @param start where the data begin to count
 * @param cut where the flow does
 * @param period the length of the circle
 */
record Circle(double start, double cut, double period) implements Bijector {
  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    return counted(scope, x, start);
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    return counted(scope, y, cut);
  }

  private <T extends TFloating> Mapped<T> counted(GraphScope<T> scope, Operand<T> x, double from) {
    Expr<T> turns = scope.expr(x).minus(from).times(1 / period);
    Operand<T> whole = scope.tf().stopGradient(scope.tf().math.floor(turns));
    return new Mapped<>(scope.expr(x).minus(scope.expr(whole).times(period)), scope.zeroLogDet(x));
  }
}
