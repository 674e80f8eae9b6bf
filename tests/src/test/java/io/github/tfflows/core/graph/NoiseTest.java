package io.github.tfflows.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class NoiseTest {
  /** Single precision has 2²³ uniform numbers: zero is among the million of this seed. */
  @Test
  void openUniformNumbersExcludeBothEnds() {
    try (Workbench bench = Workbench.float32()) {
      Noise noise = bench.noise(1_000_000, 8, 2);
      Expr closed = noise.uniform(bench.scope(), Shape.of(1));
      Expr open = noise.openUniform(bench.scope(), Shape.of(1));
      DoubleSummaryStatistics range =
          Arrays.stream(bench.fetch(closed, Map.of()).entries()).summaryStatistics();
      assertTrue(range.getMin() == 0 && range.getMax() < 1, () -> "" + range);
      DoubleSummaryStatistics inside =
          Arrays.stream(bench.fetch(open, Map.of()).entries()).summaryStatistics();
      assertTrue(inside.getMin() > 0 && inside.getMax() < 1, () -> "" + inside);
    }
  }

  private static Map<String, Values> feeds(int step, int rows) {
    return Map.of(
        "layer.step", Values.of(Shape.scalar(), step), "x", Values.zeros(Shape.of(rows, 3)));
  }

  @Test
  void stepsHaveOtherNumbers() {
    try (Workbench bench = Workbench.training()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      GraphScope scope = bench.scope().sub("layer");
      Expr numbers = Noise.ofStep(scope, x).normal(scope, Shape.of(2));
      Values first = bench.fetch(numbers, feeds(0, 4));
      assertEquals(Shape.of(4, 2), first.shape());
      assertEquals(first, bench.fetch(numbers, feeds(0, 4)));
      assertNotEquals(first, bench.fetch(numbers, feeds(1, 4)));
      Expr other = Noise.ofStep(bench.scope().sub("other"), x).normal(scope, Shape.of(2));
      Values there = bench.fetchAll(List.of(other), withOther(feeds(0, 4))).get(0);
      assertNotEquals(first, there, "places have other numbers");
      assertEquals(1, bench.fetch(bench.update("layer.step"), feeds(0, 4)).at(0));
    }
  }

  private static Map<String, Values> withOther(Map<String, Values> feeds) {
    return Map.of("other.step", Values.of(Shape.scalar(), 0), "x", Values.fed(feeds, "x"));
  }

  @Test
  void signsAreEquallyProbable() {
    int rows = 10_000;
    try (Workbench bench = Workbench.float64()) {
      Expr signs = bench.noise(rows, 3, 4).signs(bench.scope(), Shape.of(3));
      double[] found = bench.fetch(signs, Map.of()).entries();
      assertTrue(Arrays.stream(found).allMatch(sign -> Math.abs(sign) == 1));
      assertEquals(0, Arrays.stream(found).sum() / Math.sqrt(3.0 * rows), 4);
    }
  }
}
