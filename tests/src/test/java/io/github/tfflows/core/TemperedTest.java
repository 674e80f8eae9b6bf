package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemperedTest {
  @Test
  void theTemperatureIsTheScaleOfAStandardNormalBase() {
    try (CompiledDistribution model =
        CompiledDistribution.compile(new Tempered(StandardNormal.of(2), 0.5), 0)) {
      double expected = -0.5 * (1 + 16) - Math.log(2 * Math.PI) - 2 * Math.log(0.5);
      assertEquals(expected, model.logProb(new float[][] {{0.5f, -2}})[0], 1e-5);
    }
  }

  /** Draws come closer to the image of zero; the weights do not change. */
  @Test
  void aFlowKeepsItsWeightsAtAnotherTemperature() {
    TransformedDistribution flow =
        new TransformedDistribution(
            DiagonalNormal.trainable(1), new Standardize(List.of(5.0), List.of(2.0)));
    try (CompiledDistribution hot = CompiledDistribution.compile(flow, 1);
        CompiledDistribution cold =
            CompiledDistribution.compile(
                flow.atTemperature(0.25), 0, hot.weights(), Execution.defaults())) {
      float[][] wide = hot.sample(100, 3);
      float[][] narrow = cold.sample(100, 3);
      for (int i = 0; i < wide.length; i++) {
        assertEquals(5 + 0.25 * (wide[i][0] - 5), narrow[i][0], 1e-5);
      }
    }
  }

  @Test
  void rejectsTemperaturesThatAreNotPositive() {
    StandardNormal base = StandardNormal.of(1);
    Expect.rejected("got 0.0", () -> new Tempered(base, 0));
    Expect.rejected("got NaN", () -> new Tempered(base, Double.NaN));
  }
}
