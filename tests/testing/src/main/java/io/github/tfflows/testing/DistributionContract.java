package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.DifferentiatedMap.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** The contract of every base {@link Distribution}, as tests. */
public interface DistributionContract {
  int DRAWS = 20_000;

  /** Returns the distribution on vectors of {@code d} entries, equal in each call. */
  Distribution distribution(int d);

  /** Returns the names of its parameters in the order of their declaration. */
  default List<String> parameterNames() {
    return List.of();
  }

  /** Returns the names for vectors of {@code d} entries, if they depend on {@code d}. */
  default List<String> parameterNames(int d) {
    return parameterNames();
  }

  /** Returns the names of states of training steps, which do not affect the density. */
  default List<String> states() {
    return List.of();
  }

  /** Draws an entry of a parameter. */
  default double parameter(String name, RandomGenerator random) {
    return 0.25 * random.nextGaussian();
  }

  /** Returns the map from the line onto the support of an entry, for integrals. */
  default Coordinate coordinate() {
    return Coordinate.LINE;
  }

  /**
   * Returns the bounds of a box that contains all but {@code 1e-9} of the mass. They are bounds of
   * the {@link #coordinate} of every entry.
   */
  default double[] box() {
    return new double[] {-12, 12};
  }

  /** Returns whether the density is continuous; only then is there a gradient to compare. */
  default boolean isSmooth() {
    return true;
  }

  /** Returns entries at which the log-density and its gradients are finite in float32. */
  default double[] edges() {
    return new double[] {0, -0.0, 10, -10, 1e4, -1e4};
  }

  /** Returns a probability whose quantile differs from the bound by many rounding errors. */
  default double leastProbability() {
    return 1e-9;
  }

  /** Draws parameters, each by its name, since draws declare them in another order. */
  private Map<String, Values> parameters(Workbench bench, int trial) {
    Map<String, Values> feeds = new LinkedHashMap<>();
    bench
        .parameterShapes()
        .forEach(
            (name, shape) -> {
              SplittableRandom random = new SplittableRandom(31L * trial + name.hashCode());
              feeds.put(name, Values.zeros(shape).map(at -> parameter(name, random)));
            });
    return feeds;
  }

  /** Returns the masses of equal parts of the box, by midpoints, at each of several settings. */
  private List<double[]> masses(int d, int cells, int trials) {
    double width = (box()[1] - box()[0]) / cells;
    int points = d == 1 ? cells : cells * cells;
    double[] u = new double[points * d];
    for (int i = 0; i < points; i++) {
      u[i * d] = box()[0] + (i % cells + 0.5) * width;
      if (d == 2) {
        u[i * d + 1] = box()[0] + (Math.floorDiv(i, cells) + 0.5) * width;
      }
    }
    double[] x = Arrays.stream(u).map(coordinate()::entry).toArray();
    try (Workbench bench = Workbench.float64()) {
      Expr fed = bench.input("x", Shape.of(-1, d));
      Expr logProb = distribution(d).logProb(bench.scope(), fed);
      List<double[]> all = new ArrayList<>();
      for (int trial = 0; trial < trials; trial++) {
        Map<String, Values> feeds = parameters(bench, trial);
        feeds.put("x", Values.rows(Shape.of(d), x));
        double[] masses = bench.fetch(logProb, feeds).map(Math::exp).entries();
        for (int i = 0; i < u.length; i++) {
          masses[i / d] *= width * coordinate().slope(u[i]);
        }
        all.add(masses);
      }
      return all;
    }
  }

  private Values draws(int d, int count, int trial, long... seed) {
    try (Workbench bench = Workbench.float64()) {
      Sample sample = distribution(d).sample(bench.scope(), bench.noise(count, seed));
      return bench.fetch(sample.value(), parameters(bench, trial));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  default void densityIntegratesToOne(int d) {
    // Midpoints converge exponentially for smooth densities that vanish at the ends.
    for (double[] masses : masses(d, 600 / d, 3)) {
      assertEquals(1, Arrays.stream(masses).sum(), 1e-6, () -> distribution(d).toString());
    }
  }

  /** Returns a function at entries {@code [n, d]} of each of two settings. */
  private List<Values> marginal(
      Function<Marginals, Marginals.Function> which, int d, List<Values> entries) {
    try (Workbench bench = Workbench.float64()) {
      Expr fed = bench.input("x", Shape.of(-1, d));
      Marginals marginals = distribution(d).marginals().orElseThrow();
      Expr built = which.apply(marginals).at(bench.scope(), fed);
      List<Values> found = new ArrayList<>();
      for (int trial = 0; trial < 2; trial++) {
        Map<String, Values> feeds = parameters(bench, trial);
        feeds.put("x", entries.get(trial));
        found.add(bench.fetch(built, feeds));
      }
      return found;
    }
  }

  /**
   * Returns whether it has {@linkplain Distribution#marginals distribution functions}, which are
   * optional; their absence is also tested.
   */
  default boolean hasDistributionFunctions(int d) {
    return true;
  }

  @Test
  default void distributionFunctionsAreAsExpected() {
    for (int d = 1; d <= 2; d++) {
      Distribution tested = distribution(d);
      assertEquals(
          hasDistributionFunctions(d),
          tested.marginals().isPresent(),
          () -> tested + " has marginals, as hasDistributionFunctions says");
    }
  }

  @Test
  default void distributionFunctionsAreIntegralsOfTheDensity() {
    if (distribution(1).marginals().isEmpty()) {
      return;
    }
    int cells = 12_000;
    List<double[]> masses = masses(1, cells, 2);
    double width = (box()[1] - box()[0]) / cells;
    double[] u = IntStream.rangeClosed(1, cells).mapToDouble(i -> box()[0] + i * width).toArray();
    Values ends = Values.rows(Shape.of(1), u).map(coordinate()::entry);
    List<Values> cdf = marginal(Marginals::cdf, 1, List.of(ends, ends));
    List<Values> survival = marginal(Marginals::survival, 1, List.of(ends, ends));
    for (int trial = 0; trial < 2; trial++) {
      double[] mass = masses.get(trial);
      Values below = cdf.get(trial);
      Values above = survival.get(trial);
      double sum = 0;
      for (int i = 0; i < cells; i++) {
        sum += mass[i];
        double end = ends.at(i);
        assertEquals(sum, below.at(i), 1e-6, () -> distribution(1) + " at " + end);
        assertEquals(1, below.at(i) + above.at(i), 1e-12, () -> distribution(1) + " at " + end);
      }
    }
  }

  @Test
  default void quantilesUndoTheDistributionFunctions() {
    int d = 2;
    if (distribution(d).marginals().isEmpty()) {
      return;
    }
    double[] small = {leastProbability(), 1e-4, 0.01, 0.1, 0.3, 0.45, 0.5};
    double[] all = Arrays.copyOf(small, 2 * small.length);
    for (int i = 0; i < small.length; i++) {
      all[small.length + i] = small[small.length - 1 - i];
    }
    Values p = Values.rows(Shape.of(d), all);
    List<Values> quantiles = marginal(Marginals::quantile, d, List.of(p, p));
    List<Values> upper = marginal(Marginals::upperQuantile, d, List.of(p, p));
    List<Values> cdf = marginal(Marginals::cdf, d, quantiles);
    List<Values> survival = marginal(Marginals::survival, d, upper);
    for (int trial = 0; trial < 2; trial++) {
      Values low = quantiles.get(trial);
      Values high = upper.get(trial);
      Values below = cdf.get(trial);
      Values above = survival.get(trial);
      for (int i = 0; i < p.size(); i++) {
        assertEquals(1, below.at(i) / p.at(i), 1e-6, distribution(d) + " below " + low.at(i));
        assertEquals(1, above.at(i) / p.at(i), 1e-6, distribution(d) + " above " + high.at(i));
        assertTrue(low.at(i) <= high.at(i) + 1e-12 * Math.abs(high.at(i)));
      }
    }
  }

  @Test
  default void distributionFunctionsAreProbabilitiesInFloat32() {
    if (distribution(1).marginals().isEmpty()) {
      return;
    }
    double[] far = {1e-30, -1e-30, 1e38, -1e38};
    double[] at = Arrays.copyOf(far, far.length + edges().length);
    System.arraycopy(edges(), 0, at, far.length, edges().length);
    try (Workbench bench = Workbench.float32()) {
      Marginals marginals = distribution(1).marginals().orElseThrow();
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr p = bench.input("p", Shape.of(-1, 1));
      List<Expr> outputs =
          List.of(
              marginals.cdf().at(bench.scope(), x),
              marginals.survival().at(bench.scope(), x),
              marginals.quantile().at(bench.scope(), p),
              marginals.upperQuantile().at(bench.scope(), p));
      Map<String, Values> feeds = parameters(bench, 1);
      feeds.put("x", Values.rows(Shape.of(1), at));
      feeds.put("p", Values.rows(Shape.of(1), 1e-30, 1e-7, 0.3, 0.5, 0.9, 1 - 1e-7));
      List<Values> run = bench.fetchAll(outputs, feeds);
      for (int i = 0; i < 2; i++) {
        Values found = run.get(i);
        for (double each : found.entries()) {
          assertTrue(each >= 0 && each <= 1, () -> distribution(1) + ": " + found);
        }
      }
      assertTrue(run.get(2).noneNaN() && run.get(3).noneNaN(), () -> "quantiles " + run);
    }
  }

  /** Kolmogorov and Smirnov's test at the level 0.001, whose quantile of {@code D √n} is 1.95. */
  @Test
  default void drawsFollowTheDensity() {
    int cells = 12_000;
    List<double[]> masses = masses(1, cells, 3);
    for (int trial = 0; trial < 3; trial++) {
      double[] mass = masses.get(trial);
      double[] draws = draws(1, DRAWS, trial, 11, trial).entries();
      Arrays.sort(draws);
      double distance = 0;
      double below = 0;
      int drawn = 0;
      for (int cell = 0; cell < cells; cell++) {
        below += mass[cell];
        double end = box()[0] + (cell + 1) * (box()[1] - box()[0]) / cells;
        while (drawn < DRAWS && coordinate().of(draws[drawn]) <= end) {
          drawn++;
        }
        distance = Math.max(distance, Math.abs(below - (double) drawn / DRAWS));
      }
      double statistic = distance * Math.sqrt(DRAWS);
      assertTrue(statistic < 1.95, distribution(1) + " at setting " + trial + ": " + statistic);
    }
  }

  /** Pearson's test on squares of the plane, at the level 0.001. */
  @Test
  default void drawsFollowTheJointDensity() {
    int cells = 24;
    int fine = 8;
    List<double[]> masses = masses(2, cells * fine, 2);
    for (int trial = 0; trial < 2; trial++) {
      double[] mass = masses.get(trial);
      double[] expected = new double[cells * cells];
      for (int i = 0; i < mass.length; i++) {
        int column = i % (cells * fine) / fine;
        int row = i / (cells * fine) / fine;
        expected[row * cells + column] += DRAWS * mass[i];
      }
      Values draws = draws(2, DRAWS, trial, 13, trial);
      double[] found = new double[expected.length];
      for (int i = 0; i < DRAWS; i++) {
        found[cell(draws.at(2 * i + 1), cells) * cells + cell(draws.at(2 * i), cells)]++;
      }
      assertFits(expected, found);
    }
  }

  private int cell(double x, int cells) {
    double u = coordinate().of(x);
    assertTrue(u >= box()[0] && u <= box()[1], () -> x + " is outside the box");
    return Math.min(cells - 1, (int) ((u - box()[0]) * cells / (box()[1] - box()[0])));
  }

  private void assertFits(double[] expected, double[] found) {
    double statistic = 0;
    double restExpected = 0;
    double restFound = 0;
    int classes = 0;
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] >= 5) {
        statistic += Math.pow(found[i] - expected[i], 2) / expected[i];
        classes++;
      } else {
        restExpected += expected[i];
        restFound += found[i];
      }
    }
    if (restExpected >= 5) {
      statistic += Math.pow(restFound - restExpected, 2) / restExpected;
      classes++;
    } else {
      assertTrue(restFound < 25, "draws where there is no mass: " + restFound);
    }
    double degrees = Math.max(1, classes - 1);
    // Wilson and Hilferty's approximation of the 0.999 quantile of chi-squared
    double root = 1 - 2 / (9 * degrees) + 3.09 * Math.sqrt(2 / (9 * degrees));
    double limit = degrees * Math.pow(root, 3);
    double reached = statistic;
    assertTrue(reached < limit, () -> distribution(2) + ": " + reached + " of " + limit);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  default void drawsComeWithTheirLogDensity(int d) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, d));
      Expr logProb = distribution(d).logProb(bench.scope(), x);
      assertEquals(parameterNames(d), bench.parameterNames());
      Sample sample = distribution(d).sample(bench.scope(), bench.noise(50, 3, 4));
      assertEquals(parameterNames(d), bench.parameterNames(), "draws declare more");

      Map<String, Values> feeds = parameters(bench, 1);
      List<Values> drawn = bench.fetchAll(List.of(sample.value(), sample.logProb()), feeds);
      feeds.put("x", drawn.get(0));
      assertEquals(Shape.of(50, d), drawn.get(0).shape());
      assertEquals(Shape.of(50), drawn.get(1).shape());
      assertTrue(bench.fetch(logProb, feeds).distance(drawn.get(1)) <= 1e-12);
    }
  }

  @Test
  default void drawsDependOnTheSeedAlone() {
    Values draws = draws(3, 40, 1, 5, 6);
    assertEquals(0, draws(3, 40, 1, 5, 6).distance(draws));
    assertTrue(draws(3, 40, 1, 5, 7).distance(draws) > 0);
    assertTrue(draws(3, 40, 1, 6, 6).distance(draws) > 0);
    assertEquals(40 * 3, Arrays.stream(draws.entries()).distinct().count(), "repeated numbers");
  }

  @Test
  default void gradientsAreTheCentralDifferences() {
    if (!isSmooth()) {
      return;
    }
    int d = 3;
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, d));
      Expr logProb = distribution(d).logProb(bench.scope(), x);
      DifferentiatedMap map =
          new DifferentiatedMap(bench, "density", Map.of(Part.LOG, logProb), Map.of("x", x));
      SplittableRandom random = new SplittableRandom(1);
      Map<String, Values> feeds = parameters(bench, 1);
      feeds.put("x", Values.gaussian(Shape.of(6, d), 1.5, random).map(coordinate()::entry));
      map.variables().stream()
          .filter(name -> !states().contains(name))
          .forEach(name -> assertTrue(map.reaches(Part.LOG, name), () -> "no gradient by " + name));
      Values weights = Values.gaussian(Shape.of(6), 1, random);
      map.gradientErrors(Map.of(Part.LOG, weights), feeds, random)
          .forEach(
              (name, error) ->
                  assertTrue(error <= 1e-6, () -> "gradient by " + name + " is off by " + error));
      map.entryErrors(Map.of(Part.LOG, weights), feeds)
          .forEach(
              (name, error) ->
                  assertTrue(error <= 1e-6, () -> "an entry by " + name + " is off by " + error));
    }
  }

  @Test
  default void staysFiniteInFloat32() {
    Values x = Values.rows(Shape.of(1), edges());
    try (Workbench bench = Workbench.float32()) {
      Expr fed = bench.input("x", Shape.of(-1, 1));
      Expr logProb = distribution(1).logProb(bench.scope(), fed);
      Map<String, Values> feeds = parameters(bench, 1);
      feeds.put("x", x);
      Values at = bench.fetch(logProb, feeds);
      assertTrue(at.allFinite(), () -> "log-density " + at + " at " + x);
      bench
          .gradients(bench.total(logProb), List.of(fed))
          .get(0)
          .map(gradient -> bench.fetch(gradient, feeds))
          .ifPresent(slope -> assertTrue(slope.allFinite(), () -> "slope " + slope));
    }
  }

  @Test
  default void drawsAreInTheSupportInFloat32() {
    try (Workbench bench = Workbench.float32()) {
      Sample sample = distribution(1).sample(bench.scope(), bench.noise(100_000, 7, 7));
      Expr logProb = distribution(1).logProb(bench.scope(), sample.value());
      List<Values> run = bench.fetchAll(List.of(logProb, sample.logProb()), parameters(bench, 1));
      assertTrue(run.get(0).allFinite());
      assertTrue(run.get(1).distance(run.get(0)) <= 1e-3);
    }
  }

  @Test
  default void isAValue() {
    assertEquals(distribution(2), distribution(2));
    assertEquals(distribution(2).hashCode(), distribution(2).hashCode());
    assertNotEquals(distribution(2), distribution(3));
    assertEquals(Shape.of(2), distribution(2).eventShape());
    String text = distribution(2).toString();
    assertTrue(text.contains(distribution(2).getClass().getSimpleName()), text);
  }
}
