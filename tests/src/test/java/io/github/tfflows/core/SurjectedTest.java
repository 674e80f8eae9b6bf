package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.base.ConditionalNormal;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.surjection.AbsoluteValue;
import io.github.tfflows.bijectors.surjection.Folded;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class SurjectedTest {
  /** {@code |N(1, 2²)|} in thirds, from 5 on. */
  @Test
  void bijectorsGoBeforeAndAfterIt() {
    Standardize before = new Standardize(List.of(1.0), List.of(2.0));
    Standardize after = new Standardize(List.of(5.0), List.of(1 / 3.0));
    Distribution flow =
        new TransformedDistribution(
            new Surjected(
                new TransformedDistribution(StandardNormal.of(1), before), AbsoluteValue.of(0)),
            after);
    Distribution folded =
        new Surjected(DiagonalNormal.fixed(List.of(1.0), List.of(2.0)), AbsoluteValue.of(0));
    double expected = Densities.at(folded, 1.5).at(0) + Math.log(3);
    Densities.assertLogProb(expected, flow, 5.5);
    try (CompiledDistribution model = CompiledDistribution.compile(flow, 0)) {
      assertEquals(expected, model.logProb(new float[][] {{5.5f}})[0], 1e-5);
      float[][] draws = model.sample(10_000, 1);
      assertTrue(Arrays.stream(draws).allMatch(row -> row[0] >= 5));
      double mean = Arrays.stream(draws).mapToDouble(row -> 3 * (row[0] - 5.0)).average().orElse(0);
      double exact = 1.7911; // 2·sqrt(2/π)·exp(-1/8) + 1 - 2Φ(-1/2)
      assertEquals(exact, mean, 5 * 1.34 / 100);
    }
  }

  /** Every preimage is one of the row's own context. */
  @Test
  void preimagesShareTheContextOfTheirRow() {
    Distribution flow = new Surjected(ConditionalNormal.linear(1), AbsoluteValue.of(0));
    try (Workbench bench = Workbench.float64()) {
      Expr context = bench.input("c", Shape.of(-1, 1));
      Expr log = flow.logProb(bench.scope(context), bench.input("x", Shape.of(-1, 1)));
      Map<String, Values> feeds =
          Map.of(
              "c", Values.rows(Shape.of(1), 0.5, -3),
              "x", Values.rows(Shape.of(1), 0.8, 0.1),
              "base.network.output.kernel", Values.of(Shape.of(1, 2), 0, 1),
              "base.network.output.bias", Values.zeros(Shape.of(2)));
      Values found = bench.fetch(log, feeds);
      assertEquals(folded(0.8, 0.5), found.at(0), 1e-13);
      assertEquals(folded(0.1, -3), found.at(1), 1e-13);
    }
  }

  private static double folded(double x, double mean) {
    double right = Math.exp(-(x - mean) * (x - mean) / 2);
    double left = Math.exp(-(x + mean) * (x + mean) / 2);
    return Math.log(right + left) - Math.log(2 * Math.PI) / 2;
  }

  /** Under a bijector, too, which has no training loss of its own. */
  @Test
  void trainingStepsDrawFreshNoise() {
    Distribution flow =
        new TransformedDistribution(
            new Surjected(DiagonalNormal.trainable(3), new Folded(1)), Permutation.reverse(3));
    Map<String, Values> first = feeds(0);
    Map<String, Values> second = feeds(1);
    for (boolean trains : new boolean[] {true, false}) {
      try (Workbench bench = trains ? Workbench.training() : Workbench.evaluating()) {
        Expr log = flow.logProb(bench.scope(), bench.input("x", Shape.of(-1, 3)));
        Values before = bench.fetch(log, first);
        assertNotEquals(before.at(0), before.at(1));
        assertEquals(trains, before.distance(bench.fetch(log, second)) > 0);
        assertEquals(trains ? 1 : 0, bench.updates().size());
      }
    }
  }

  private static Map<String, Values> feeds(int step) {
    return Map.of(
        "x", Values.rows(Shape.of(3), 0.3, 1, 2, 0.3, 1, 2),
        "base.base.mean", Values.of(Shape.of(3), 0.5, -1, 1),
        "base.base.log_scale", Values.zeros(Shape.of(3)),
        "base.surjection.noise.step", Values.of(Shape.scalar(), step));
  }

  @Test
  void rejectsAbsentEntriesAndEventsOfAnotherShape() {
    Distribution flow = new Surjected(StandardNormal.of(2), AbsoluteValue.of(0));
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expect.rejected("absent", () -> flow.logProb(bench.scope().withPresence(x), x));
    }
    Expect.rejected("[1]", () -> new Surjected(StandardNormal.of(1), AbsoluteValue.of(1)));
  }
}
