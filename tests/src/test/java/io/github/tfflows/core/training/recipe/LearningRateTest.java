package io.github.tfflows.core.training.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Expect;
import org.junit.jupiter.api.Test;

class LearningRateTest {
  @Test
  void constantStays() {
    assertEquals(0.1, LearningRate.constant(0.1).at(0, 10));
    assertEquals(0.1, LearningRate.constant(0.1).at(9, 10));
  }

  @Test
  void cosineFallsFromThePeakToZero() {
    LearningRate cosine = LearningRate.cosine(0.4);
    assertEquals(0.4, cosine.at(0, 100));
    assertEquals(0.2, cosine.at(50, 100), 1e-15);
    assertEquals(0, cosine.at(100, 100), 1e-15);
  }

  @Test
  void warmUpRisesLinearlyAndThenLeavesTheRestToTheSchedule() {
    LearningRate warm = LearningRate.cosine(1).warmedUp(4);
    assertEquals(0.2, warm.at(0, 104), 1e-15);
    assertEquals(0.8, warm.at(3, 104), 1e-15);
    assertEquals(1, warm.at(4, 104), 1e-15);
    assertEquals(0.5, warm.at(54, 104), 1e-15);
  }

  @Test
  void impossibleRatesAreRefused() {
    Expect.rejected("got 0.0", () -> LearningRate.constant(0));
    Expect.rejected("got NaN", () -> LearningRate.cosine(Double.NaN));
    Expect.rejected("got -1", () -> LearningRate.constant(1).warmedUp(-1));
  }
}
