package io.github.tfflows.bijectors;

import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * A shift, {@code y = x + t} with {@code log dy/dx = 0}, of the reals onto the reals: the scalar
 * map of NICE (Dinh et al., 2015, arXiv:1410.8516, section 3.2). It keeps volume. Its one parameter
 * is {@code t}.
 */
public record Additive() implements ScalarBijector {
  @Override
  public int parameters() {
    return 1;
  }

  @Override
  public <T extends TFloating> Mapped<T> forward(
      GraphScope<T> scope, Operand<T> x, Operand<T> theta) {
    Operand<T> t = LastAxis.entry(scope, theta, 0);
    return new Mapped<>(scope.expr(x).plus(t), scope.tf().zerosLike(x));
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(
      GraphScope<T> scope, Operand<T> y, Operand<T> theta) {
    Operand<T> t = LastAxis.entry(scope, theta, 0);
    return new Mapped<>(scope.expr(y).minus(t), scope.tf().zerosLike(y));
  }
}
