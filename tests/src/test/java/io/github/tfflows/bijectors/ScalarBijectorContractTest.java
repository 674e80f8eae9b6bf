package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfflows.core.Direction;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/** Breaks a scalar bijector in every way that its contract should notice. */
class ScalarBijectorContractTest {
  private enum Fault {
    LOG_SIGN,
    INVERSE_SHIFT,
    STOPPED_SHIFT,
    DECREASING,
    OFFSET_AT_ZERO,
    OVERFLOW
  }

  /** {@code y = x + t}, with one defect. */
  private record Broken(Fault fault) implements ScalarBijector, ScalarBijectorContract {
    @Override
    public ScalarBijector map() {
      return this;
    }

    @Override
    public int parameters() {
      return 1;
    }

    @Override
    public <T extends TFloating> Mapped<T> forward(
        GraphScope<T> scope, Operand<T> x, Operand<T> theta) {
      Expr<T> at = scope.expr(x);
      Expr<T> logs = at.times(0).plus(fault == Fault.LOG_SIGN ? 1e-9 : 0);
      return switch (fault) {
        case DECREASING -> new Mapped<>(at.negated().plus(shift(scope, theta)), logs);
        case OVERFLOW -> new Mapped<>(at.plus(shift(scope, theta).exp().log()), logs);
        default -> new Mapped<>(at.plus(shift(scope, theta)), logs);
      };
    }

    @Override
    public <T extends TFloating> Mapped<T> inverse(
        GraphScope<T> scope, Operand<T> y, Operand<T> theta) {
      Expr<T> t = shift(scope, theta);
      Expr<T> at = scope.expr(y);
      return new Mapped<>(fault == Fault.INVERSE_SHIFT ? at.plus(t) : at.minus(t), at.times(0));
    }

    private <T extends TFloating> Expr<T> shift(GraphScope<T> scope, Operand<T> theta) {
      Expr<T> t = LastAxis.entry(scope, theta, 0);
      return switch (fault) {
        case STOPPED_SHIFT -> scope.expr(scope.tf().stopGradient(t));
        case OFFSET_AT_ZERO -> t.plus(1e-9);
        default -> t;
      };
    }
  }

  @Test
  void noticesDefects() {
    Direction forward = Direction.FORWARD;
    notices(() -> new Broken(Fault.LOG_SIGN).logDerivativeIsThatOfAutodiff(forward));
    notices(() -> new Broken(Fault.INVERSE_SHIFT).oppositeUndoesIt(forward));
    notices(() -> new Broken(Fault.STOPPED_SHIFT).gradientsAreTheCentralDifferences(forward));
    notices(() -> new Broken(Fault.DECREASING).isIncreasing(forward));
    notices(() -> new Broken(Fault.OFFSET_AT_ZERO).isTheIdentityAtZero(forward));
    notices(() -> new Broken(Fault.OVERFLOW).staysFiniteInFloat32(forward));
  }

  private static void notices(Runnable check) {
    assertThrows(AssertionError.class, check::run);
  }
}
