package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class NoiseTest {
  /** Single precision has 2²³ uniform numbers: of 30 million, zero is among them but for 3 %. */
  @Test
  void openUniformNumbersExcludeBothEnds() {
    try (Workbench bench = Workbench.float32()) {
      Noise noise = bench.noise(1_000_000, 1, 2);
      Expr closed = noise.uniform(bench.scope(), Shape.of(30));
      Expr open = noise.openUniform(bench.scope(), Shape.of(30));
      DoubleSummaryStatistics range =
          Arrays.stream(bench.fetch(closed, Map.of()).entries()).summaryStatistics();
      assertTrue(range.getMin() == 0 && range.getMax() < 1, () -> "" + range);
      DoubleSummaryStatistics inside =
          Arrays.stream(bench.fetch(open, Map.of()).entries()).summaryStatistics();
      assertTrue(inside.getMin() > 0 && inside.getMax() < 1, () -> "" + inside);
    }
  }
}
