package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Sample;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

class OrderStatisticTest {
  private static final DiagonalNormal NORMAL = DiagonalNormal.fixed(List.of(0.3), List.of(1.7));

  /** The minimum of {@code n} exponential numbers has {@code n} times their rate. */
  @Test
  void ofExponentialNumbersIsExponential() {
    OrderStatistic first = OrderStatistic.minimum(6, Exponential.fixed(List.of(0.5)));
    Densities.assertLogProb(Math.log(3) - 3 * 20, first, 20);
    double[] draws = Densities.draws(first, 20_000, 1, 2).entries();
    assertEquals(1 / 3., Arrays.stream(draws).average().orElseThrow(), 0.01);
    assertEquals(Double.NEGATIVE_INFINITY, Densities.at(first, -1).at(0));
  }

  /** Kolmogorov and Smirnov's test of two samples, at the level 0.001. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void drawsAreThoseAfterSorting(int rank) {
    int n = 20_000;
    List<Cumulative> bases =
        List.of(
            NORMAL,
            Logistic.fixed(List.of(-1.0), List.of(0.4)),
            Uniform.cube(1, -1, 3),
            StandardNormal.of(1));
    for (Cumulative base : bases) {
      double[] four = Densities.draws(base, 4 * n, 1, 2).entries();
      double[] sorted = new double[n];
      for (int i = 0; i < n; i++) {
        sorted[i] =
            Arrays.stream(four, 4 * i, 4 * i + 4).sorted().skip(rank - 1).findFirst().orElseThrow();
      }
      double[] draws = Densities.draws(new OrderStatistic(rank, 4, base), n, 3, 4).entries();
      double distance = distance(sorted, draws);
      assertTrue(distance * Math.sqrt(n / 2.) < 1.95, base + ": " + distance);
    }
  }

  private static double distance(double[] one, double[] other) {
    Arrays.sort(one);
    Arrays.sort(other);
    double largest = 0;
    int j = 0;
    for (int i = 0; i < one.length; i++) {
      while (j < other.length && other[j] <= one[i]) {
        j++;
      }
      largest = Math.max(largest, Math.abs(i - j) / (double) one.length);
    }
    return largest;
  }

  /** The median of the maximum solves {@code F(x)ⁿ = ½}; by scipy's quantile, in float32. */
  @Test
  void drawsTheMaximumOfAMillion() {
    int n = 20_000;
    OrderStatistic largest = OrderStatistic.maximum(1_000_000, StandardNormal.of(1));
    try (Workbench bench = Workbench.float32()) {
      Sample sample = largest.sample(bench.scope(), bench.noise(n, 3, 4));
      List<Values> run = bench.fetchAll(List.of(sample.value(), sample.logProb()), Map.of());
      assertTrue(run.get(1).allFinite());
      double median = 4.826965122543787;
      double below = Arrays.stream(run.get(0).entries()).filter(x -> x < median).count();
      assertEquals(n / 2., below, 4 * Math.sqrt(n / 4.));
      assertTrue(Arrays.stream(run.get(0).entries()).distinct().count() > n / 2);
    }
  }

  @Test
  void hasTheShapeOfItsBase() {
    OrderStatistic image = OrderStatistic.maximum(3, new StandardNormal(Shape.of(2, 3, 1)));
    assertEquals(Shape.of(2, 3, 1), image.eventShape());
    assertEquals(Shape.of(5, 2, 3, 1), Densities.draws(image, 5, 1, 1).shape());
  }
}
