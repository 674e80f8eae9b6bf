package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.DistributionContract;
import io.github.tfflows.testing.Expect;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GaussianMixtureTest implements DistributionContract {
  @Override
  public Distribution distribution(int d) {
    return new GaussianMixture(3, d);
  }

  @Override
  public List<String> parameterNames() {
    return List.of("logits", "means", "log_scales");
  }

  @Override
  public double parameter(String name, RandomGenerator random) {
    return (name.equals("means") ? 1.5 : 0.25) * random.nextGaussian();
  }

  @Override
  public double[] box() {
    return new double[] {-16, 16};
  }

  @Test
  void isMinusInfinityAndNotUndefinedFarOut() {
    try (CompiledDistribution model = CompiledDistribution.compile(new GaussianMixture(3, 2), 0)) {
      assertEquals(Float.NEGATIVE_INFINITY, model.logProb(new float[][] {{0x1p66f, 0}})[0]);
      assertTrue(Float.isFinite(model.logProb(new float[][] {{0x1p50f, 0}})[0]));
    }
  }

  @Test
  void rejectsEmptyMixtures() {
    Expect.rejected("got 0 and 2", () -> new GaussianMixture(0, 2));
    Expect.rejected("got 3 and 0", () -> new GaussianMixture(3, 0));
  }
}
