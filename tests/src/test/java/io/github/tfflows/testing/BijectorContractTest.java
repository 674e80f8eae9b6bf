package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.BijectorChecks.Check;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.framework.initializers.Constant;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;

/** Plants each defect in a bijector that the contract should detect. */
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
    ROWS_MIXED(Check.ROUND_TRIP, Check.LOG_DET, Check.ROWS, Check.START, Check.SENSE),
    OTHER_NAME_IN_INVERSE(Check.NAMES, Check.ROUND_TRIP, Check.REACH),
    NAMES_SWAPPED(Check.NAMES),
    STARTS_MOVED(Check.START),
    LOG_DET_SHAPE(Check.LOG_DET, Check.GRADIENTS, Check.ENTRIES, Check.SHAPES),
    SAYS_DECREASING(Check.SENSE),
    SAYS_NOTHING(Check.SENSE);

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
    public Mapped forward(GraphScope scope, Expr x) {
      Expr s = scale(scope, x, "scale");
      Expr at = input(x);
      Expr logDet = logDet(s, x, fault == Fault.LOG_DET_SIGN ? -1 : 1);
      return new Mapped(at.times(s.exp()).plus(shift(scope, x)), logDet);
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      boolean renamed = fault == Fault.OTHER_NAME_IN_INVERSE;
      Expr s = scale(scope, y, renamed ? "other_scale" : "scale");
      Expr b = shift(scope, y);
      Expr at = input(y);
      boolean flipped = fault == Fault.LOG_DET_SIGN || fault == Fault.INVERSE_LOG_DET_SIGN;
      return new Mapped(
          (fault == Fault.INVERSE_SHIFT_SIGN ? at.plus(b) : at.minus(b)).times(s.negated().exp()),
          logDet(s, y, flipped ? 1 : -1));
    }

    @Override
    public Monotonicity monotonicity(Shape event) {
      return switch (fault) {
        case SAYS_DECREASING -> Monotonicity.DECREASING;
        case SAYS_NOTHING -> Monotonicity.NONE;
        default -> Monotonicity.INCREASING;
      };
    }

    private Expr input(Expr x) {
      return switch (fault) {
        case HALF_STOPPED_INPUT -> x.plus(x.stopGradient()).times(0.5);
        case ROWS_MIXED -> x.minus(x.mean(0));
        default -> x;
      };
    }

    private Expr scale(GraphScope scope, Expr x, String name) {
      Expr raw =
          scope.parameter(fault == Fault.NAMES_SWAPPED ? "shift" : name, event(x), new Zeros<>());
      Expr s = raw.tanh();
      return fault == Fault.HALF_STOPPED_SCALE ? s.plus(s.stopGradient()).times(0.5) : s;
    }

    private Expr shift(GraphScope scope, Expr x) {
      Expr b =
          scope.parameter(
              fault == Fault.NAMES_SWAPPED ? "scale" : "shift",
              event(x),
              fault == Fault.STARTS_MOVED ? new Constant<>(1e-3) : new Zeros<>());
      return fault == Fault.STOPPED_SHIFT ? b.stopGradient() : b;
    }

    private Expr logDet(Expr s, Expr x, double sign) {
      Expr offset = s.times(sign).plus(fault == Fault.LOG_DET_OFFSET ? sign * 1e-9 : 0);
      Expr logDet = offset.sum(0).forEachRowOf(x);
      return fault == Fault.LOG_DET_SHAPE ? logDet.expand(1) : logDet;
    }

    private static Shape event(Expr x) {
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
    Setting setting = new Setting(Shape.of(8), 0);
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
    public Mapped forward(GraphScope scope, Expr x) {
      return Mapped.preservingVolume(x.exp().log());
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      return forward(scope, y);
    }
  }

  /** {@code y = (2x, Σx)}, a plane, with log-determinants that may be wrong. */
  record Plane(double offset, double inverseOffset) implements Bijector {
    @Override
    public Mapped forward(GraphScope scope, Expr x) {
      Expr y = scope.concat(-1, List.of(x.times(2), x.sumLast().expand(-1)));
      return new Mapped(y, logDet(x).plus(offset));
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      Expr x = y.slice(-1, 0, y.size(-1) - 1).times(0.5);
      return new Mapped(x, logDet(x).negated().plus(inverseOffset));
    }

    private static Expr logDet(Expr x) {
      return x.scope().constant(x.size(-1) * Math.log(2)).forEachRowOf(x);
    }

    @Override
    public Shape forwardEventShape(Shape event) {
      return Shape.of(event.get(0) + 1);
    }

    @Override
    public Shape inverseEventShape(Shape event) {
      return Shape.of(event.get(0) - 1);
    }
  }

  /** A map onto a plane under the contract, which counts all entries or those before the last. */
  record OntoPlane(Plane plane, int dependent) implements BijectorContract {
    @Override
    public Bijector bijector(Shape event) {
      return plane;
    }

    @Override
    public List<String> parameterNames() {
      return List.of();
    }

    @Override
    public double[] point(Direction direction, Shape event, double... entries) {
      double[] point = entries.clone();
      if (direction == Direction.INVERSE) {
        int last = point.length - 1;
        point[last] = Arrays.stream(point, 0, last).sum() / 2;
      }
      return point;
    }

    @Override
    public int[] free(Direction direction, Shape event) {
      int all = Math.toIntExact(event.size());
      return IntStream.range(0, direction == Direction.INVERSE ? all - dependent : all).toArray();
    }

    void check(Check check) {
      try (BijectorChecks checks =
          new BijectorChecks(this, new Setting(Shape.of(3), 0), new AccuracyTable())) {
        checks.run(check);
      }
    }
  }

  @Test
  void noticesWrongVolumesOnPlanes() {
    OntoPlane right = new OntoPlane(new Plane(0, 0), 1);
    Stream.of(Check.values()).forEach(right::check);
    for (Plane wrong : List.of(new Plane(1e-9, 0), new Plane(0, 1e-9))) {
      OntoPlane onto = new OntoPlane(wrong, 1);
      assertThrows(AssertionError.class, () -> onto.check(Check.LOG_DET));
    }
    // √det JᵀJ of the surface, by the matrix determinant lemma: 2³ √(1 + 3/4).
    double surface = Math.log(1 + 3 / 4.0) / 2;
    new OntoPlane(new Plane(surface, -surface), 0).check(Check.LOG_DET);
    OntoPlane chart = new OntoPlane(new Plane(0, 0), 0);
    assertThrows(AssertionError.class, () -> chart.check(Check.LOG_DET));
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
