package io.github.tfflows.bijectors.residual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.field.Linearized;
import io.github.tfflows.bijectors.field.LipschitzMlp;
import io.github.tfflows.bijectors.field.SmoothActivation;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.LayerNames;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** Residual flows, their roots, and estimates of their log-determinants beside the exact ones. */
class ResidualFlowTest {
  private static final ResidualFlow FLOW = ResidualFlow.of(LipschitzMlp.of(4, 5).withSlope(0.8));

  /**
   * By numpy 2, from the singular values {@code s} of each kernel: its bound is {@code (Σ
   * s⁶⁴)^(1/64)}, and slogdet yields the log-determinant.
   */
  @Test
  void yieldsTheValuesOfNumpy() {
    Map<String, Values> feeds = new LinkedHashMap<>();
    feeds.put("y", Values.rows(Shape.of(2), 0.5, -1, 1.2, 0.3));
    List<String> names =
        LayerNames.of("contraction.dense_0", "contraction.dense_1", "contraction.output");
    List<Shape> shapes =
        List.of(
            Shape.of(2, 3), Shape.of(3), Shape.of(3, 4), Shape.of(4), Shape.of(4, 2), Shape.of(2));
    for (int i = 0; i < shapes.size(); i++) {
      double[] sines = new double[(int) shapes.get(i).size()];
      int number = i;
      Arrays.setAll(sines, k -> Math.sin(1 + k + 10 * number));
      feeds.put(names.get(i), Values.of(shapes.get(i), sines));
    }
    ResidualFlow flow = ResidualFlow.of(LipschitzMlp.of(3, 4).withSlope(0.8));
    try (Workbench bench = Workbench.float64()) {
      Mapped x = flow.inverse(bench.scope(), bench.input("y", Shape.of(-1, 2)));
      double[] expected = {
        1.4459481111199732, 0.25300276881865846, 2.1338343822372163, 1.5442592339387333
      };
      Values value = bench.fetch(x.value(), feeds);
      assertTrue(value.distance(Values.rows(Shape.of(2), expected)) <= 1e-14);
      Values logDet = Values.of(Shape.of(2), -0.02172979357380682, -0.01150934001147834);
      assertTrue(bench.fetch(x.logDet(), feeds).distance(logDet) <= 1e-14);
    }
  }

  private static List<Values> run(Workbench bench, Direction direction, Map<String, Values> feeds) {
    Expr x = bench.input("x", Shape.of(-1, 3));
    Mapped mapped = direction.build(FLOW, bench.scope(), x);
    Expr total = bench.total(mapped.value().square()).plus(bench.total(mapped.logDet()));
    Expr slope = bench.gradient(total, x);
    Map<String, Values> all = new LinkedHashMap<>(feeds);
    SplittableRandom random = new SplittableRandom(8);
    bench
        .parameterShapes()
        .forEach((name, shape) -> all.putIfAbsent(name, Values.gaussian(shape, 1, random)));
    return bench.fetchAll(List.of(mapped.value(), mapped.logDet(), slope), all);
  }

  /** With gradients, for clients that differentiate exported models. */
  @ParameterizedTest
  @EnumSource
  void evaluatesToTheSame(Direction direction) {
    Map<String, Values> feeds =
        Map.of("x", Values.gaussian(Shape.of(6, 3), 2, new SplittableRandom(1)));
    try (Workbench bench = Workbench.float64();
        Workbench looped = Workbench.evaluating()) {
      List<Values> expected = run(bench, direction, feeds);
      List<Values> found = run(looped, direction, feeds);
      assertTrue(found.get(0).distance(expected.get(0)) <= 1e-13);
      assertTrue(found.get(1).distance(expected.get(1)) <= 1e-13);
      assertTrue(found.get(2).distance(expected.get(2)) <= 1e-12);
    }
  }

  @Test
  void mapsVectorsByTermsAndAShareOfRows() {
    Expect.rejected("[2, 3]", () -> FLOW.forwardEventShape(Shape.of(2, 3)));
    Expect.rejected("0", () -> new PowerSeries(0));
    Expect.rejected("0", () -> new RussianRoulette(0, 0.5, 3));
    Expect.rejected("1", () -> RussianRoulette.of(1));
    Expect.rejected("1.0", () -> new RussianRoulette(2, 1, 3));
    Expect.rejected("0.0", () -> new RussianRoulette(2, 0, 3));
  }

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
      Values y = searchToTheEnd(bench, ResidualFlowTest::withNoise, x);
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
        Values y = searchToTheEnd(bench, ResidualFlowTest::waves, x);
        assertEquals(3, y.at(3) - 0.9 * Math.sin(y.at(3)), 1e-6);
        assertEquals(Double.NaN, y.at(8));
      }
    }
  }

  private static final ResidualFlow ESTIMATED =
      ResidualFlow.of(LipschitzMlp.of(8).withActivation(SmoothActivation.SINE).withSlope(0.7));

  /** Log-determinants of equal rows: those of a training step, and the exact one. */
  record Compared(Values estimates, double exact) {
    static Compared of(LogDeterminant estimator, int d, int rows, int step) {
      ResidualFlow estimated = ESTIMATED.withLogDeterminant(estimator);
      try (Workbench bench = Workbench.training();
          Workbench other = Workbench.float64()) {
        Mapped found = estimated.inverse(bench.scope(), bench.input("y", Shape.of(-1, d)));
        Mapped exact = estimated.inverse(other.scope(), other.input("y", Shape.of(-1, d)));
        SplittableRandom random = new SplittableRandom(4);
        Map<String, Values> feeds = bench.gaussianParameters(1, random);
        feeds.replaceAll((name, at) -> name.endsWith("bias") ? Values.zeros(at.shape()) : at);
        feeds.put("step", Values.of(Shape.scalar(), step));
        feeds.put("y", Values.gaussian(Shape.of(1, d), 0.3, random).repeatRows(rows));
        double expected = other.fetch(exact.logDet(), feeds).at(0);
        return new Compared(bench.fetch(found.logDet(), feeds), expected);
      }
    }

    double mean() {
      return estimates.mean();
    }

    double variance() {
      double mean = mean();
      return Arrays.stream(estimates.entries())
          .map(at -> (at - mean) * (at - mean))
          .average()
          .orElseThrow();
    }
  }

  /** In one dimension the square of a random sign is one, and each term is exact. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6})
  void aSeriesAddsItsTerms(int terms) {
    Compared compared = Compared.of(new PowerSeries(terms), 1, 1, 0);
    double jacobian = Math.expm1(compared.exact());
    assertTrue(Math.abs(jacobian) > 0.1, () -> "a flat map: " + jacobian);
    double sum = 0;
    for (int k = 1; k <= terms; k++) {
      sum -= Math.pow(-jacobian, k) / k;
    }
    assertEquals(sum, compared.estimates().at(0), 1e-14);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void theMeanOfASeriesIsTheLogDeterminant(int step) {
    int rows = 20_000;
    Compared compared = Compared.of(new PowerSeries(30), 4, rows, step);
    assertTrue(compared.variance() > 1e-3, () -> "variance " + compared.variance());
    double error = compared.mean() - compared.exact();
    assertEquals(0, error / Math.sqrt(compared.variance() / rows), 4);
  }

  /** In one dimension all terms are exact, and those of fewer rows count for all of them. */
  @Test
  void survivorsCountForAllRows() {
    Set<Integer> starts = new TreeSet<>();
    for (int step = 0; step < 6; step++) {
      Compared compared = Compared.of(new RussianRoulette(1, 0.25, 2), 1, 10, step);
      double jacobian = Math.expm1(compared.exact());
      double survivor = jacobian - jacobian * jacobian / 2 * 10 / 3; // 3 of 10 rows
      double[] found = compared.estimates().entries();
      int survivors = 0;
      for (int row = 0; row < found.length; row++) {
        boolean survives = Math.abs(found[row] - jacobian) > 1e-9;
        assertEquals(survives ? survivor : jacobian, found[row], 1e-14);
        survivors += survives ? 1 : 0;
        if (survives && Math.abs(found[(row + 9) % 10] - jacobian) < 1e-9) {
          starts.add(row);
        }
      }
      assertEquals(3, survivors);
    }
    assertTrue(starts.size() > 2, () -> "the runs begin at " + starts);
  }

  /** To the last term, of one row: the rows of a batch add up to those of the series. */
  @Test
  void theMeanOfABatchHasEveryTerm() {
    Compared roulette = Compared.of(RussianRoulette.of(12), 1, 7, 2);
    double series = Compared.of(new PowerSeries(12), 1, 1, 0).estimates().at(0);
    assertEquals(series, roulette.mean(), 1e-14);
    assertEquals(roulette.exact(), roulette.mean(), 1e-3);
  }

  @Test
  void theMeanOfRouletteIsTheLogDeterminant() {
    int rows = 20_000;
    Compared compared = Compared.of(new RussianRoulette(2, 0.7, 30), 4, rows, 1);
    double error = compared.mean() - compared.exact();
    assertEquals(0, error / Math.sqrt(compared.variance() / rows), 4);
    long distinct = Arrays.stream(compared.estimates().entries()).distinct().count();
    assertTrue(distinct > 10, () -> distinct + " values");
  }
}
