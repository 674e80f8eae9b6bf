package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** The contracts of distributions, scalar maps and conditioners find planted faults. */
class FoundFaultsTest {
  private enum Fault {
    UNNORMALIZED,
    WIDE_DRAWS,
    REPEATED_DRAWS,
    CORRELATED_DRAWS,
    OTHER_LOG_DENSITY,
    STOPPED
  }

  /** The standard normal distribution, with one defect. */
  private record Broken(int d, Fault fault) implements Distribution, DistributionContract {
    @Override
    public Distribution distribution(int dimension) {
      return new Broken(dimension, fault);
    }

    @Override
    public Shape eventShape() {
      return Shape.of(d);
    }

    @Override
    public Expr logProb(GraphScope scope, Expr x) {
      Expr half = x.plus(x.stopGradient()).times(0.5);
      Expr seen = fault == Fault.STOPPED ? half : x;
      return StandardNormal.of(d).logProb(scope, seen).plus(fault == Fault.UNNORMALIZED ? 1e-5 : 0);
    }

    @Override
    public Sample sample(GraphScope scope, Noise noise) {
      Noise used =
          fault == Fault.REPEATED_DRAWS
              ? new Noise(noise.count(), scope.tf().constant(new long[] {1, 2}))
              : noise;
      Expr z = StandardNormal.of(d).sample(scope, used).value();
      Expr x = fault == Fault.WIDE_DRAWS ? z.times(1.05) : z;
      if (fault == Fault.CORRELATED_DRAWS && d == 2) {
        x = z.times(Math.sqrt(0.99)).plus(z.reverse(1).times(0.1));
      }
      double off = fault == Fault.OTHER_LOG_DENSITY ? 1e-9 : 0;
      return new Sample(x, logProb(scope, x).plus(off));
    }
  }

  @Test
  void noticesDefectsOfDistributions() {
    notices(() -> broken(Fault.UNNORMALIZED).densityIntegratesToOne(1));
    notices(() -> broken(Fault.UNNORMALIZED).densityIntegratesToOne(2));
    notices(() -> broken(Fault.WIDE_DRAWS).drawsFollowTheDensity());
    notices(() -> broken(Fault.WIDE_DRAWS).drawsFollowTheJointDensity());
    notices(() -> broken(Fault.CORRELATED_DRAWS).drawsFollowTheJointDensity());
    notices(() -> broken(Fault.REPEATED_DRAWS).drawsDependOnTheSeedAlone());
    notices(() -> broken(Fault.OTHER_LOG_DENSITY).drawsComeWithTheirLogDensity(2));
    notices(() -> broken(Fault.STOPPED).gradientsAreTheCentralDifferences());
  }

  private static Broken broken(Fault fault) {
    return new Broken(1, fault);
  }

  private static void notices(Runnable check) {
    assertThrows(AssertionError.class, check::run);
  }

  private enum ScalarFault {
    LOG_SIGN,
    INVERSE_SHIFT,
    STOPPED_SHIFT,
    DECREASING,
    OFFSET_AT_ZERO,
    OVERFLOW,
    BOUNDED_RANGE
  }

  /** {@code y = x + t}, with one defect. */
  private record BrokenScalar(ScalarFault fault) implements Increasing, ScalarBijectorContract {
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
      return fault == ScalarFault.BOUNDED_RANGE ? Domain.above(-10) : Domain.REALS;
    }

    @Override
    public Mapped forward(GraphScope scope, Expr x, Expr theta) {
      Expr logs = x.zeros().plus(fault == ScalarFault.LOG_SIGN ? 1e-9 : 0);
      return switch (fault) {
        case DECREASING -> new Mapped(x.negated().plus(shift(theta)), logs);
        case OVERFLOW -> new Mapped(x.plus(shift(theta).exp().log()), logs);
        default -> new Mapped(x.plus(shift(theta)), logs);
      };
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
      Expr t = shift(theta);
      return new Mapped(fault == ScalarFault.INVERSE_SHIFT ? y.plus(t) : y.minus(t), y.zeros());
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
  void noticesDefectsOfScalarMaps() {
    Direction forward = Direction.FORWARD;
    notices(() -> new BrokenScalar(ScalarFault.LOG_SIGN).logDerivativeIsThatOfAutodiff(forward));
    notices(() -> new BrokenScalar(ScalarFault.INVERSE_SHIFT).oppositeUndoesIt(forward));
    notices(
        () ->
            new BrokenScalar(ScalarFault.STOPPED_SHIFT).gradientsAreTheCentralDifferences(forward));
    notices(() -> new BrokenScalar(ScalarFault.DECREASING).isStrictlyMonotone(forward));
    notices(() -> new BrokenScalar(ScalarFault.OFFSET_AT_ZERO).isTheIdentityAtZero(forward));
    notices(() -> new BrokenScalar(ScalarFault.OVERFLOW).staysFiniteInFloat32(forward));
    notices(() -> new BrokenScalar(ScalarFault.BOUNDED_RANGE).valuesApproachTheEndsOfTheRange());
  }

  private enum Defect {
    ROWS_MIXED,
    NOT_ZERO,
    CONTEXT_UNREAD,
    HALF_STOPPED
  }

  private record BrokenNetwork(Defect fault) implements Conditioner, ConditionerContract {
    @Override
    public Conditioner conditioner() {
      return this;
    }

    @Override
    public List<String> parameterNames() {
      return List.of();
    }

    @Override
    public Expr parameters(GraphScope scope, Expr known, int features, int parameters) {
      GraphScope place = fault == Defect.CONTEXT_UNREAD ? blind(scope) : scope;
      Expr theta = Mlp.of().parameters(place, known, features, parameters);
      return switch (fault) {
        case ROWS_MIXED -> theta.plus(theta.mean(0));
        case NOT_ZERO -> theta.plus(1e-12);
        case HALF_STOPPED -> theta.plus(theta.stopGradient());
        case CONTEXT_UNREAD -> theta;
      };
    }
  }

  @Test
  void noticesDefectsOfConditioners() {
    notices(() -> new BrokenNetwork(Defect.ROWS_MIXED).readsEveryInputOfItsRowOnly(3, 0));
    notices(() -> new BrokenNetwork(Defect.NOT_ZERO).startsAtZero(3, 2));
    notices(() -> new BrokenNetwork(Defect.CONTEXT_UNREAD).readsEveryInputOfItsRowOnly(3, 2));
    notices(() -> new BrokenNetwork(Defect.CONTEXT_UNREAD).readsTheContextWhenNothingIsKnown());
    notices(() -> new BrokenNetwork(Defect.HALF_STOPPED).hasTheGradientsOfCentralDifferences(3, 0));
  }

  private enum Misreading {
    OF_THE_ORDER,
    OF_NO_CONTEXT
  }

  /** Reads the features in reverse, or ignores the context, in a single pass. */
  private record Misread(Misreading how)
      implements AutoregressiveConditioner, AutoregressiveConditionerContract {
    private static final Made MADE = Made.of(16);

    @Override
    public AutoregressiveConditioner conditioner() {
      return this;
    }

    @Override
    public List<String> parameterNames() {
      return List.of();
    }

    @Override
    public Expr parameters(GraphScope scope, Expr x, int parameters) {
      return how == Misreading.OF_THE_ORDER
          ? MADE.parameters(scope, x.reverse(1), parameters)
          : MADE.parameters(blind(scope), x, parameters);
    }

    @Override
    public Mapped forward(GraphScope scope, Expr x, int parameters, EntryMap map) {
      return MADE.forward(scope, x, parameters, map);
    }
  }

  private static GraphScope blind(GraphScope scope) {
    return scope.context().map(c -> scope.withContext(c.zeros())).orElse(scope);
  }

  @Test
  void noticesLaterFeatures() {
    Misread reversed = new Misread(Misreading.OF_THE_ORDER);
    notices(() -> reversed.readsEarlierFeaturesOnly(5, 0));
    notices(() -> reversed.stepsYieldWhatOnePassYields(5, 0));
  }

  @Test
  void noticesABlindNetwork() {
    Misread blind = new Misread(Misreading.OF_NO_CONTEXT);
    notices(() -> blind.contextReachesEveryFeature(5));
    notices(() -> blind.stepsYieldWhatOnePassYields(5, 2));
  }
}
