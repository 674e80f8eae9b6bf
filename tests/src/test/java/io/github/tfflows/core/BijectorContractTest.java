package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfflows.core.BijectorChecks.Check;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Constant;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.family.TFloating;

/** Breaks a bijector in every way that the contract should notice. */
class BijectorContractTest implements BijectorContract {
  /** A defect and the checks that must fail by it; the others must pass. */
  enum Fault {
    NONE,
    LOG_DET_SIGN(Check.LOG_DET),
    INVERSE_LOG_DET_SIGN(Check.ROUND_TRIP, Check.LOG_DET),
    LOG_DET_OFFSET(Check.LOG_DET, Check.START),
    INVERSE_SHIFT_SIGN(Check.ROUND_TRIP),
    STOPPED_SHIFT(Check.GRADIENTS, Check.ENTRIES, Check.REACH),
    HALF_STOPPED_SCALE(Check.GRADIENTS, Check.ENTRIES),
    HALF_STOPPED_INPUT(Check.GRADIENTS, Check.ENTRIES, Check.LOG_DET),
    ROWS_MIXED(Check.ROUND_TRIP, Check.LOG_DET, Check.ROWS, Check.START),
    OTHER_NAME_IN_INVERSE(Check.NAMES, Check.ROUND_TRIP, Check.REACH),
    NAMES_SWAPPED(Check.NAMES),
    STARTS_MOVED(Check.START),
    LOG_DET_SHAPE(Check.LOG_DET, Check.SHAPES);

    @SuppressWarnings("ImmutableEnumChecker") // never written to
    private final Check[] noticed;

    Fault(Check... noticed) {
      this.noticed = noticed;
    }

    Set<Check> noticed() {
      return Set.of(noticed);
    }
  }

  /** {@code y = x exp(tanh s) + b}, with one defect. */
  record Scratch(Fault fault) implements Bijector {
    @Override
    public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
      Expr<T> s = scale(scope, x, "scale");
      Expr<T> at = input(scope, x);
      Operand<T> logDet = logDet(scope, s, x, fault == Fault.LOG_DET_SIGN ? -1 : 1);
      return new Mapped<>(at.times(s.exp()).plus(shift(scope, x)), logDet);
    }

    @Override
    public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
      boolean renamed = fault == Fault.OTHER_NAME_IN_INVERSE;
      Expr<T> s = scale(scope, y, renamed ? "other_scale" : "scale");
      Expr<T> b = shift(scope, y);
      Expr<T> at = input(scope, y);
      boolean flipped = fault == Fault.LOG_DET_SIGN || fault == Fault.INVERSE_LOG_DET_SIGN;
      return new Mapped<>(
          (fault == Fault.INVERSE_SHIFT_SIGN ? at.plus(b) : at.minus(b)).times(s.negated().exp()),
          logDet(scope, s, y, flipped ? 1 : -1));
    }

    private <T extends TFloating> Expr<T> input(GraphScope<T> scope, Operand<T> x) {
      Ops tf = scope.tf();
      return switch (fault) {
        case HALF_STOPPED_INPUT -> scope.expr(x).plus(tf.stopGradient(x)).times(0.5);
        case ROWS_MIXED ->
            scope.expr(x).minus(tf.math.mean(x, tf.constant(0), Mean.keepDims(true)));
        default -> scope.expr(x);
      };
    }

    private <T extends TFloating> Expr<T> scale(GraphScope<T> scope, Operand<T> x, String name) {
      Operand<T> raw =
          scope.parameter(fault == Fault.NAMES_SWAPPED ? "shift" : name, event(x), new Zeros<>());
      Expr<T> s = scope.expr(scope.tf().math.tanh(raw));
      return fault == Fault.HALF_STOPPED_SCALE ? s.plus(scope.tf().stopGradient(s)).times(0.5) : s;
    }

    private <T extends TFloating> Expr<T> shift(GraphScope<T> scope, Operand<T> x) {
      Operand<T> b =
          scope.parameter(
              fault == Fault.NAMES_SWAPPED ? "scale" : "shift",
              event(x),
              fault == Fault.STARTS_MOVED ? new Constant<>(1e-3) : new Zeros<>());
      return scope.expr(fault == Fault.STOPPED_SHIFT ? scope.tf().stopGradient(b) : b);
    }

    private <T extends TFloating> Operand<T> logDet(
        GraphScope<T> scope, Expr<T> s, Operand<T> x, double sign) {
      Ops tf = scope.tf();
      Expr<T> offset = s.times(sign).plus(fault == Fault.LOG_DET_OFFSET ? sign * 1e-9 : 0);
      Operand<T> logDet = scope.rowConstant(x, tf.reduceSum(offset, tf.constant(0)));
      return fault == Fault.LOG_DET_SHAPE ? tf.expandDims(logDet, tf.constant(1)) : logDet;
    }

    private static Shape event(Operand<?> x) {
      return Shape.of(x.shape().get(1));
    }
  }

  /** The scratch bijector under the contract, with a defect. */
  record Broken(Fault fault) implements BijectorContract {
    @Override
    public Bijector bijector(Shape event) {
      return new Scratch(fault);
    }

    @Override
    public List<String> parameterNames() {
      return List.of("scale", "shift");
    }

    @Override
    public boolean startsAsIdentity() {
      return true;
    }
  }

  @Override
  public Bijector bijector(Shape event) {
    return new Scratch(Fault.NONE);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("scale", "shift");
  }

  @ParameterizedTest
  @EnumSource
  void noticesExactlyWhatIsBroken(Fault fault) {
    BijectorLab.Setting setting = new BijectorLab.Setting(Shape.of(8), 0);
    for (Check check : Check.values()) {
      try (BijectorChecks checks =
          new BijectorChecks(new Broken(fault), setting, new AccuracyTable())) {
        if (fault.noticed().contains(check)) {
          assertThrows(Throwable.class, () -> checks.run(check), check + " misses " + fault);
        } else {
          assertDoesNotThrow(() -> checks.run(check), check + " blames " + fault);
        }
      }
    }
  }

  /** {@code y = log(exp(x))}, the identity until exp overflows. */
  record Overflowing() implements Bijector {
    @Override
    public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
      return new Mapped<>(scope.expr(x).exp().log(), scope.zeroLogDet(x));
    }

    @Override
    public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
      return forward(scope, y);
    }
  }

  @Test
  void noticesInfinitiesInFloat32() {
    BijectorContract contract =
        new BijectorContract() {
          @Override
          public Bijector bijector(Shape event) {
            return new Overflowing();
          }

          @Override
          public List<String> parameterNames() {
            return List.of();
          }
        };
    EdgeCheck check = new EdgeCheck(contract, Shape.of(2), Direction.FORWARD);
    assertThrows(AssertionError.class, check::assertFinite);
  }
}
