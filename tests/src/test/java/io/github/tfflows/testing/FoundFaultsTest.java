package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.ndarray.Shape;

/** The contracts of distributions, scalar maps and conditioners find planted faults. */
class FoundFaultsTest {
  private enum Fault {
    NONE,
    UNNORMALIZED,
    WIDE_DRAWS,
    REPEATED_DRAWS,
    CORRELATED_DRAWS,
    FAR_DRAWS,
    MORE_PARAMETERS,
    OTHER_LOG_DENSITY,
    STOPPED,
    OVERFLOW,
    OF_ONE_SIZE,
    NO_FUNCTIONS,
    HIGH_FUNCTION,
    LOW_FUNCTION,
    WIDE_QUANTILE,
    WIDE_UPPER_QUANTILE
  }

  /** The standard normal distribution, with one defect. */
  private record Broken(int d, Fault fault) implements Distribution, DistributionContract {
    @Override
    public Distribution distribution(int dimension) {
      return new Broken(fault == Fault.OF_ONE_SIZE ? 2 : dimension, fault);
    }

    @Override
    public Shape eventShape() {
      return Shape.of(d);
    }

    @Override
    public Expr logProb(GraphScope scope, Expr x) {
      Expr seen =
          switch (fault) {
            case STOPPED -> x.plus(x.stopGradient()).times(0.5);
            case OVERFLOW -> x.exp().log();
            default -> x;
          };
      return StandardNormal.of(d).logProb(scope, seen).plus(fault == Fault.UNNORMALIZED ? 1e-5 : 0);
    }

    @Override
    public Optional<Marginals> marginals() {
      Marginals right = StandardNormal.of(d).marginals().orElseThrow();
      double off = fault == Fault.HIGH_FUNCTION ? 2e-6 : fault == Fault.LOW_FUNCTION ? -2e-6 : 0;
      double wide = fault == Fault.WIDE_QUANTILE ? 1 + 1e-5 : 1;
      double upper = fault == Fault.WIDE_UPPER_QUANTILE ? 1 + 1e-5 : 1;
      return fault == Fault.NO_FUNCTIONS
          ? Optional.empty()
          : Optional.of(
              new Marginals(
                  (scope, x) -> right.cdf().at(scope, x).plus(off),
                  (scope, x) -> right.survival().at(scope, x).minus(off),
                  (scope, p) -> right.quantile().at(scope, p).times(wide),
                  (scope, p) -> right.upperQuantile().at(scope, p).times(upper)));
    }

    @Override
    public Sample sample(GraphScope scope, Noise noise) {
      Noise used =
          fault == Fault.REPEATED_DRAWS
              ? new Noise(noise.count(), scope.tf().constant(new long[] {1, 2}))
              : noise;
      Expr z = StandardNormal.of(d).sample(scope, used).value();
      Expr x =
          switch (fault) {
            case WIDE_DRAWS -> z.times(1.05);
            case FAR_DRAWS -> z.times(1e30);
            case CORRELATED_DRAWS ->
                d == 1 ? z : z.times(Math.sqrt(0.99)).plus(z.reverse(1).times(0.1));
            case MORE_PARAMETERS -> z.plus(scope.parameter("more", Shape.of(d), 0, 0));
            default -> z;
          };
      double off = fault == Fault.OTHER_LOG_DENSITY ? 1e-9 : 0;
      return new Sample(x, logProb(scope, x).plus(off));
    }
  }

  static final List<Arguments> OF_DISTRIBUTIONS =
      List.of(
          found(Fault.UNNORMALIZED, broken -> broken.densityIntegratesToOne(1)),
          found(Fault.UNNORMALIZED, broken -> broken.densityIntegratesToOne(2)),
          found(Fault.WIDE_DRAWS, Broken::drawsFollowTheDensity),
          found(Fault.WIDE_DRAWS, Broken::drawsFollowTheJointDensity),
          found(Fault.CORRELATED_DRAWS, Broken::drawsFollowTheJointDensity),
          found(Fault.REPEATED_DRAWS, Broken::drawsDependOnTheSeedAlone),
          found(Fault.FAR_DRAWS, Broken::drawsAreInTheSupportInFloat32),
          found(Fault.MORE_PARAMETERS, broken -> broken.drawsComeWithTheirLogDensity(2)),
          found(Fault.OTHER_LOG_DENSITY, broken -> broken.drawsComeWithTheirLogDensity(2)),
          found(Fault.STOPPED, Broken::gradientsAreTheCentralDifferences),
          found(Fault.OVERFLOW, Broken::staysFiniteInFloat32),
          found(Fault.OF_ONE_SIZE, Broken::isAValue),
          found(Fault.NO_FUNCTIONS, Broken::distributionFunctionsAreAsExpected),
          found(Fault.HIGH_FUNCTION, Broken::distributionFunctionsAreIntegralsOfTheDensity),
          found(Fault.LOW_FUNCTION, Broken::distributionFunctionsAreIntegralsOfTheDensity),
          found(Fault.HIGH_FUNCTION, Broken::distributionFunctionsAreProbabilitiesInFloat32),
          found(Fault.LOW_FUNCTION, Broken::distributionFunctionsAreProbabilitiesInFloat32),
          found(Fault.WIDE_QUANTILE, Broken::quantilesUndoTheDistributionFunctions),
          found(Fault.WIDE_UPPER_QUANTILE, Broken::quantilesUndoTheDistributionFunctions));

  private static Arguments found(Fault fault, Consumer<Broken> check) {
    return arguments(fault, check);
  }

  @ParameterizedTest
  @FieldSource("OF_DISTRIBUTIONS")
  void noticesDefectsOfDistributions(Fault fault, Consumer<Broken> check) {
    check.accept(new Broken(1, Fault.NONE));
    notices(() -> check.accept(new Broken(1, fault)));
  }

  @Test
  void oneTestExplainsThatFunctionsAreMissing() {
    Broken broken = new Broken(1, Fault.NO_FUNCTIONS);
    AssertionError found =
        assertThrows(AssertionError.class, broken::distributionFunctionsAreAsExpected);
    String message = String.valueOf(found.getMessage());
    assertTrue(message.contains("has marginals, as hasDistributionFunctions says"), message);
    broken.distributionFunctionsAreIntegralsOfTheDensity();
    broken.distributionFunctionsAreProbabilitiesInFloat32();
    broken.quantilesUndoTheDistributionFunctions();
  }

  private static void notices(Runnable check) {
    assertThrows(AssertionError.class, check::run);
  }

  private enum ScalarFault {
    NONE,
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

  static final List<Arguments> OF_SCALAR_MAPS =
      List.of(
          found(ScalarFault.LOG_SIGN, map -> map.logDerivativeIsThatOfAutodiff(Direction.FORWARD)),
          found(ScalarFault.INVERSE_SHIFT, map -> map.oppositeUndoesIt(Direction.FORWARD)),
          found(
              ScalarFault.STOPPED_SHIFT,
              map -> map.gradientsAreTheCentralDifferences(Direction.FORWARD)),
          found(ScalarFault.DECREASING, map -> map.isStrictlyMonotone(Direction.FORWARD)),
          found(ScalarFault.OFFSET_AT_ZERO, map -> map.isTheIdentityAtZero(Direction.FORWARD)),
          found(ScalarFault.OVERFLOW, map -> map.staysFiniteInFloat32(Direction.FORWARD)),
          found(ScalarFault.BOUNDED_RANGE, BrokenScalar::valuesApproachTheEndsOfTheRange));

  private static Arguments found(ScalarFault fault, Consumer<BrokenScalar> check) {
    return arguments(fault, check);
  }

  @ParameterizedTest
  @FieldSource("OF_SCALAR_MAPS")
  void noticesDefectsOfScalarMaps(ScalarFault fault, Consumer<BrokenScalar> check) {
    check.accept(new BrokenScalar(ScalarFault.NONE));
    notices(() -> check.accept(new BrokenScalar(fault)));
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
