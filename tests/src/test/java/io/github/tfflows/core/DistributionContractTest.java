package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/** Breaks a distribution in every way that its contract should notice. */
class DistributionContractTest {
  private enum Fault {
    UNNORMALIZED,
    WIDE_DRAWS,
    REPEATED_DRAWS,
    CORRELATED_DRAWS,
    OTHER_LOG_DENSITY,
    STOPPED
  }

  /** The unit Gaussian, with one defect. */
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
    public <T extends TFloating> Operand<T> logProb(GraphScope<T> scope, Operand<T> x) {
      Expr<T> at = scope.expr(x);
      Operand<T> half = at.plus(scope.tf().stopGradient(x)).times(0.5);
      Operand<T> seen = fault == Fault.STOPPED ? half : x;
      return scope
          .expr(StandardNormal.of(d).logProb(scope, seen))
          .plus(fault == Fault.UNNORMALIZED ? 1e-5 : 0);
    }

    @Override
    public <T extends TFloating> Sample<T> sample(
        GraphScope<T> scope, Operand<TInt32> count, Operand<TInt64> seed) {
      Operand<TInt64> used =
          fault == Fault.REPEATED_DRAWS ? scope.tf().constant(new long[] {1, 2}) : seed;
      Expr<T> z = scope.expr(StandardNormal.of(d).sample(scope, count, used).value());
      Expr<T> x = fault == Fault.WIDE_DRAWS ? z.times(1.05) : z;
      if (fault == Fault.CORRELATED_DRAWS && d == 2) {
        Operand<T> swapped = scope.tf().reverse(z, scope.tf().array(1));
        x = z.times(Math.sqrt(0.99)).plus(scope.expr(swapped).times(0.1));
      }
      double off = fault == Fault.OTHER_LOG_DENSITY ? 1e-9 : 0;
      return new Sample<>(x, scope.expr(logProb(scope, x)).plus(off));
    }
  }

  @Test
  void noticesDefects() {
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
}
