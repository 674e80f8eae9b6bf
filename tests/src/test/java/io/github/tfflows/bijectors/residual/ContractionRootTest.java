package io.github.tfflows.bijectors.residual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.field.Linearized;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

class ContractionRootTest {
  /** Has the slope at the points {@code kπ}, where the slope of {@code y + g(y)} is the least. */
  private static Linearized waves(Expr x, double slope) {
    Expr rates = x.cos().times(-slope);
    return new Linearized(
        x.sin().times(-slope), (tangents, rows) -> tangents.times(rows.apply(rates).expand(1)));
  }

  private static Values search(Supplier<Workbench> kind, double slope, int most, Values x) {
    try (Workbench bench = kind.get()) {
      ContractionRoot root = new ContractionRoot(y -> waves(y, slope), slope, most);
      Expr input = bench.input("x", Shape.of(-1, x.rowSize()));
      return bench.fetch(root.at(bench.scope(), input), Map.of("x", x));
    }
  }

  private static double largestError(double slope, Values x, Values y) {
    double largest = 0;
    for (int i = 0; i < x.size(); i++) {
      double error = y.at(i) - slope * Math.sin(y.at(i)) - x.at(i);
      largest = Math.max(largest, Math.abs(error) / (1 + Math.abs(x.at(i))));
    }
    return largest;
  }

  private static Values points(int rows, int entries) {
    return Values.gaussian(Shape.of(rows, entries), 5, new SplittableRandom(4));
  }

  /** The steps of a contraction leave {@code slopeᵏ} of the first error after {@code k} of them. */
  @ParameterizedTest
  @CsvSource({"0.001, 2", "0.5, 5", "0.9, 9", "0.99, 18"})
  void convergesInFewSteps(double slope, int most) {
    for (int entries : new int[] {1, 2, 5}) {
      Values x = points(500, entries);
      double wide = largestError(slope, x, search(Workbench::float64, slope, most, x));
      assertTrue(wide <= 1e-15, () -> "error " + wide + " of " + entries);
      double narrow = largestError(slope, x, search(Workbench::float32, slope, most, x));
      assertTrue(narrow <= 5e-7, () -> "error " + narrow + " of " + entries);
    }
  }

  @Test
  void pointsOfManyEntriesConverge() {
    Values x = points(20, 30);
    double error = largestError(0.9, x, search(Workbench::float64, 0.9, 300, x));
    assertTrue(error <= 1e-15, () -> "error " + error);
  }

  /** Each of a batch of one size, so that products of matrices are the same. */
  @ParameterizedTest
  @ValueSource(ints = {2, 30})
  void rowsDoNotDependOnOthers(int entries) {
    Values x = points(40, entries);
    double[] others = x.entries().clone();
    Arrays.fill(others, 20 * entries, others.length, 0);
    Values near = Values.of(x.shape(), others);
    assertArrayEquals(
        Arrays.copyOf(search(Workbench::float64, 0.9, 500, x).entries(), 20 * entries),
        Arrays.copyOf(search(Workbench::float64, 0.9, 500, near).entries(), 20 * entries));
  }

  /** Waves as short as those of rounding errors, but higher. */
  private static Linearized withNoise(Expr x, double slope) {
    Linearized waves = waves(x, slope);
    return new Linearized(waves.value().plus(x.times(1e12).sin().times(1e-3)), waves.derivative());
  }

  private static Values searchToTheEnd(
      Workbench bench, BiFunction<Expr, Double, Linearized> contraction, Values x) {
    ContractionRoot root =
        new ContractionRoot(y -> contraction.apply(y, 0.9), 0.9, Integer.MAX_VALUE);
    Expr y = root.at(bench.scope(), bench.input("x", Shape.of(-1, x.rowSize())));
    return assertTimeoutPreemptively(Duration.ofMinutes(1), () -> bench.fetch(y, Map.of("x", x)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 30})
  void endsWhereNoStepHelps(int entries) {
    Values x = points(20, entries);
    try (Workbench bench = Workbench.float64()) {
      Values y = searchToTheEnd(bench, ContractionRootTest::withNoise, x);
      double error = largestError(0.9, x, y);
      assertTrue(error <= 1e-2, () -> "error " + error);
    }
  }

  @Test
  void endsForAllNumbers() {
    double[] all = {0, -0.0, 1e-40, 3, 1e5, 1e30, 3e38, Double.POSITIVE_INFINITY, Double.NaN};
    Values x = Values.rows(Shape.of(1), all);
    try (Workbench narrow = Workbench.float32();
        Workbench wide = Workbench.float64()) {
      for (Workbench bench : List.of(narrow, wide)) {
        Values y = searchToTheEnd(bench, ContractionRootTest::waves, x);
        assertEquals(3, y.at(3) - 0.9 * Math.sin(y.at(3)), 1e-6);
        assertEquals(Double.NaN, y.at(8));
      }
    }
  }
}
