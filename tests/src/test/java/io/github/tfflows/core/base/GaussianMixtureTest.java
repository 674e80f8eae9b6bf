package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import org.junit.jupiter.api.Test;

class GaussianMixtureTest {
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
