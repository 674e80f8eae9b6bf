package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** Plants each defect in a distribution that its contract should detect. */
class DistributionContractTest {
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
