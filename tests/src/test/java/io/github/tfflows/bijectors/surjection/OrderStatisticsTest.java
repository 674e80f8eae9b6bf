package io.github.tfflows.bijectors.surjection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Surjected;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.DifferentiatedMap;
import io.github.tfflows.testing.DifferentiatedMap.Part;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class OrderStatisticsTest {
  private static final DiagonalNormal TWO =
      DiagonalNormal.fixed(List.of(0.5, -1.0), List.of(1.0, 2.0));
  private static final Distribution SORTED = new Surjected(TWO, new OrderStatistics(2));

  /** Of exchangeable entries, the density is {@code d!} times theirs. */
  @Test
  void sumsOverEveryOrder() {
    double[] x = {-1.2, 0.3, 0.4, 2};
    double log = Densities.at(StandardNormal.of(4), x).at(0);
    Surjected four = new Surjected(StandardNormal.of(4), new OrderStatistics(4));
    Densities.assertLogProb(log + Math.log(24), four, x);
    Values orders = Densities.at(TWO, -0.7, 0.4, 0.4, -0.7);
    double both = Math.log(Math.exp(orders.at(0)) + Math.exp(orders.at(1)));
    Densities.assertLogProb(both, SORTED, -0.7, 0.4);
    assertEquals(Double.NEGATIVE_INFINITY, Densities.at(SORTED, 0.4, -0.7).at(0));
  }

  /** Of other entries, each of the {@code d!} orders has a density of its own. */
  @Test
  void sumsOverEachOrderOnce() {
    DiagonalNormal three = DiagonalNormal.fixed(List.of(0.5, -1.0, 2.0), List.of(1.0, 2.0, 0.7));
    double[] x = {-0.7, 0.4, 1.1};
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    double sum =
        Arrays.stream(orders)
            .map(order -> Arrays.stream(order).mapToDouble(place -> x[place]).toArray())
            .mapToDouble(z -> Math.exp(Densities.at(three, z).at(0)))
            .sum();
    Densities.assertLogProb(Math.log(sum), new Surjected(three, new OrderStatistics(3)), x);
  }

  /** The minimum exceeds zero where both entries do. */
  @Test
  void drawsAreSorted() {
    Values draws = Densities.draws(SORTED, 20_000, 3, 5);
    int positive = 0;
    for (int i = 0; i < draws.rowCount(); i++) {
      assertTrue(draws.row(i)[0] <= draws.row(i)[1]);
      positive += draws.row(i)[0] > 0 ? 1 : 0;
    }
    double chance = 0.6914624612740131 * 0.3085375387259869; // Φ(0.5)·Φ(-0.5), by scipy
    assertEquals(chance, positive / 2e4, 5 * Math.sqrt(chance * (1 - chance) / 2e4));
    Values base = Densities.draws(new Surjected(TWO, AllEntries.SAME), 20_000, 3, 5);
    assertEquals(Arrays.stream(base.entries()).sum(), Arrays.stream(draws.entries()).sum(), 1e-8);
  }

  @Test
  void gradientsAreTheCentralDifferences() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      Distribution sorted = new Surjected(DiagonalNormal.trainable(3), new OrderStatistics(3));
      Expr log = sorted.logProb(bench.scope(), x);
      DifferentiatedMap map =
          new DifferentiatedMap(bench, "density", Map.of(Part.LOG, log), Map.of("x", x));
      SplittableRandom random = new SplittableRandom(2);
      Map<String, Values> feeds =
          Map.of(
              "x",
              Values.rows(Shape.of(3), -1, 0.2, 1.5, 0.1, 0.5, 4),
              "base.mean",
              Values.of(Shape.of(3), 0.3, -0.5, 1),
              "base.log_scale",
              Values.of(Shape.of(3), 0.3, 0, -0.4));
      map.gradientErrors(Map.of(Part.LOG, Values.of(Shape.of(2), 1, -0.7)), feeds, random)
          .forEach((name, error) -> assertTrue(error <= 1e-7, () -> name + " is off by " + error));
    }
  }

  @Test
  void staysFiniteInFloat32() {
    try (Workbench bench = Workbench.float32()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Expr log = SORTED.logProb(bench.scope(), x);
      Expr slope = bench.gradient(log, x);
      Values at = Values.rows(Shape.of(2), 0, 0, -1e4, 1e4, 1, 1, -1e4, -1e4);
      for (Values found : bench.fetchAll(List.of(log, slope), Map.of("x", at))) {
        assertTrue(found.allFinite(), found::toString);
      }
    }
  }

  @Test
  void rejectsTooManyEntries() {
    Expect.rejected("got 7", () -> new OrderStatistics(7));
    Expect.rejected("got 0", () -> new OrderStatistics(0));
    Expect.rejected("[3]", () -> new Surjected(StandardNormal.of(3), new OrderStatistics(2)));
  }
}
