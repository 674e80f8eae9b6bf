package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.DifferentiatedMap;
import io.github.tfflows.testing.DifferentiatedMap.Part;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class QuantizedLogisticTest {
  private static final Quantized ONE = Quantized.of(Logistic.fixed(List.of(1.2), List.of(0.7)));

  private static double[] integers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToDouble(k -> k).toArray();
  }

  /** By mpmath with 40 digits. */
  @Test
  void agreesWithAnotherImplementation() {
    Densities.assertLogProb(-1.3492641613262577, ONE, 2);
    Densities.assertLogProb(-86.98826350279374, ONE, -60);
    Quantized wide = Quantized.of(Logistic.fixed(List.of(0.0, 0.0), List.of(1e4, 1e-2)));
    Densities.assertLogProb(-10.596859724867272, wide, 300, 0);
  }

  @Test
  void probabilitiesAddUpToOne() {
    double total =
        Arrays.stream(Densities.at(ONE, integers(-40, 40)).entries()).map(Math::exp).sum();
    assertEquals(1, total, 1e-12);
    assertFalse(ONE.isContinuous());
  }

  /** Pearson's test of ten classes at the level 0.001, whose quantile is 27.9. */
  @Test
  void drawsFollowTheProbabilities() {
    int n = 20_000;
    Values draws = Densities.draws(ONE, n, 1, 2);
    double[] log = Densities.at(ONE, integers(-3, 5)).entries();
    double statistic = 0;
    double rest = n;
    double restFound = n;
    for (int k = -3; k <= 5; k++) {
      double expected = n * Math.exp(log[k + 3]);
      int value = k;
      long found = Arrays.stream(draws.entries()).filter(x -> x == value).count();
      statistic += Math.pow(found - expected, 2) / expected;
      rest -= expected;
      restFound -= found;
    }
    statistic += Math.pow(restFound - rest, 2) / rest;
    assertTrue(statistic < 27.9, "statistic " + statistic);
    assertTrue(Arrays.stream(draws.entries()).allMatch(x -> x == Math.rint(x)));
  }

  @Test
  void gradientsAreTheCentralDifferences() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expr logProb = Quantized.of(Logistic.trainable(2)).logProb(bench.scope(), x);
      DifferentiatedMap map =
          new DifferentiatedMap(bench, "mass", Map.of(Part.LOG, logProb), Map.of("x", x));
      Map<String, Values> feeds =
          Map.of(
              "x", Values.rows(Shape.of(2), 1, -3, 0, 40),
              "location", Values.of(Shape.of(2), 0.3, -0.2),
              "log_scale", Values.of(Shape.of(2), 0.4, -0.6));
      map.entryErrors(Map.of(Part.LOG, Values.ones(Shape.of(2))), feeds)
          .forEach((name, error) -> assertTrue(error <= 1e-6, () -> name + " " + error));
      map.gradientErrors(Map.of(Part.LOG, Values.ones(Shape.of(2))), feeds, new SplittableRandom(1))
          .forEach((name, error) -> assertTrue(error <= 1e-6, () -> name + " " + error));
    }
  }

  @Test
  void staysFiniteInFloat32() {
    try (Workbench bench = Workbench.float32()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr logProb = Quantized.of(Logistic.trainable(1)).logProb(bench.scope(), x);
      List<Expr> by = List.of(x, bench.parameter("location"), bench.parameter("log_scale"));
      Map<String, Values> feeds = bench.initialValues();
      feeds.put("x", Values.rows(Shape.of(1), 0, -0.0, 1e4, -1e8, 1e30, -1e37));
      assertTrue(bench.fetch(logProb, feeds).allFinite());
      bench
          .gradients(bench.total(logProb), by)
          .forEach(slope -> assertTrue(bench.fetch(slope.orElseThrow(), feeds).allFinite()));
    }
  }
}
