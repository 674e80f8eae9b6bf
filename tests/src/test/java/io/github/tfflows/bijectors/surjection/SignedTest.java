package io.github.tfflows.bijectors.surjection;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Surjected;
import io.github.tfflows.core.base.Exponential;
import io.github.tfflows.core.base.Laplace;
import io.github.tfflows.testing.Coordinate;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.DistributionContract;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SignedTest implements DistributionContract {
  @Override
  public boolean hasDistributionFunctions(int d) {
    return false;
  }

  @Override
  public Distribution distribution(int d) {
    return new Surjected(Exponential.trainable(d), new Signed(Mlp.of()));
  }

  @Override
  public List<String> parameterNames() {
    return List.of(
        "surjection.network.output.kernel", "surjection.network.output.bias", "base.log_rate");
  }

  @Override
  public double parameter(String name, RandomGenerator random) {
    return (name.startsWith("base") ? 0.1 : 1) * random.nextGaussian();
  }

  /** Flat at zero, where the density has a kink. */
  @Override
  public Coordinate coordinate() {
    return Coordinate.CUBE;
  }

  @Override
  public double[] box() {
    return new double[] {-3.5, 3.5};
  }

  /** With equal chances, the exponential distribution becomes that of Laplace. */
  @Test
  void startsSymmetric() {
    double expected = Densities.at(Laplace.trainable(2), -0.4, 1.7).at(0);
    Densities.assertLogProb(expected, distribution(2), -0.4, 1.7);
  }
}
