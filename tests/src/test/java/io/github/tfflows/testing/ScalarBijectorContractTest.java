package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import org.junit.jupiter.api.Test;

/** Plants each defect in a scalar bijector that its contract should detect. */
class ScalarBijectorContractTest {
  private enum Fault {
    LOG_SIGN,
    INVERSE_SHIFT,
    STOPPED_SHIFT,
    DECREASING,
    OFFSET_AT_ZERO,
    OVERFLOW,
    BOUNDED_RANGE
  }

  /** {@code y = x + t}, with one defect. */
  private record Broken(Fault fault) implements Increasing, ScalarBijectorContract {
    @Override
    public ScalarBijector map() {
      return this;
    }

    @Override
    public int parameters() {
      return 1;
    }

    @Override
    public Domain range() {
      return fault == Fault.BOUNDED_RANGE ? Domain.above(-10) : Domain.REALS;
    }

    @Override
    public Mapped forward(GraphScope scope, Expr x, Expr theta) {
      Expr logs = x.zeros().plus(fault == Fault.LOG_SIGN ? 1e-9 : 0);
      return switch (fault) {
        case DECREASING -> new Mapped(x.negated().plus(shift(theta)), logs);
        case OVERFLOW -> new Mapped(x.plus(shift(theta).exp().log()), logs);
        default -> new Mapped(x.plus(shift(theta)), logs);
      };
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
      Expr t = shift(theta);
      return new Mapped(fault == Fault.INVERSE_SHIFT ? y.plus(t) : y.minus(t), y.zeros());
    }

    private Expr shift(Expr theta) {
      Expr t = theta.entry(0);
      return switch (fault) {
        case STOPPED_SHIFT -> t.stopGradient();
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
    notices(() -> new Broken(Fault.DECREASING).isStrictlyMonotone(forward));
    notices(() -> new Broken(Fault.OFFSET_AT_ZERO).isTheIdentityAtZero(forward));
    notices(() -> new Broken(Fault.OVERFLOW).staysFiniteInFloat32(forward));
    notices(() -> new Broken(Fault.BOUNDED_RANGE).valuesApproachTheEndsOfTheRange());
  }

  private static void notices(Runnable check) {
    assertThrows(AssertionError.class, check::run);
  }
}
