package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Densities;
import io.github.tfflows.testing.DifferentiatedMap;
import io.github.tfflows.testing.DifferentiatedMap.Part;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** What every distribution on the unit sphere must do that is symmetric around a direction. */
interface DirectionalContract {
  int DRAWS = 20_000;

  /** Returns the distribution around a direction. */
  Distribution around(List<Double> direction, double concentration, Trainability fit);

  private Distribution around(int d, double concentration, Trainability fit) {
    return around(new SphereCells(d).direction(), concentration, fit);
  }

  private double[] masses(int d, double kappa) {
    return new SphereCells(d).masses(around(d, kappa, Trainability.FIXED));
  }

  private double meanCosine(int d, double kappa) {
    return new SphereCells(d).meanCosine(around(d, kappa, Trainability.FIXED));
  }

  /** Kolmogorov and Smirnov's test of the angle from {@code μ}, at the level 0.001. */
  @ParameterizedTest
  @CsvSource({"2,0.3", "2,40", "3,1e-9", "3,5", "4,1", "7,300", "8,2", "50,20", "51,1000"})
  default void densityIntegratesToOneAndDrawsFollowIt(int d, double kappa) {
    double[] mu = new SphereCells(d).mu();
    Values draws = Densities.draws(around(d, kappa, Trainability.FIXED), DRAWS, 3, 4);
    double[] angles = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      double square = 0;
      for (int k = 0; k < d; k++) {
        square += Math.pow(draws.row(i)[k] - mu[k], 2);
      }
      angles[i] = 2 * Math.asin(Math.min(1, Math.sqrt(square) / 2));
    }
    Arrays.sort(angles);
    double[] masses = masses(d, kappa);
    assertEquals(1, Arrays.stream(masses).sum(), 1e-6);
    double below = 0;
    double distance = 0;
    int drawn = 0;
    for (int cell = 0; cell < SphereCells.COUNT; cell++) {
      below += masses[cell];
      while (drawn < DRAWS && angles[drawn] <= (cell + 1) * Math.PI / SphereCells.COUNT) {
        drawn++;
      }
      distance = Math.max(distance, Math.abs(below - (double) drawn / DRAWS));
    }
    assertTrue(distance * Math.sqrt(DRAWS) < 1.95, d + " dimensions, " + kappa + ": " + distance);
  }

  /** All directions at right angles to {@code μ} have the mean zero and the same spread. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6})
  default void drawsAreEvenAroundTheDirection(int d) {
    double kappa = 2;
    double[] mu = new SphereCells(d).mu();
    double[] masses = masses(d, kappa);
    double square = 0;
    for (int i = 0; i < SphereCells.COUNT; i++) {
      square += masses[i] * Math.pow(Math.sin(SphereCells.angle(i)), 2) / (d - 1);
    }
    Values draws = Densities.draws(around(d, kappa, Trainability.FIXED), DRAWS, 5, 6);
    for (int axis = 0; axis < d; axis++) {
      double[] side = new double[d];
      side[axis] = 1;
      double along = mu[axis];
      double mean = 0;
      double spread = 0;
      for (int i = 0; i < DRAWS; i++) {
        double at = SphereCells.dot(draws.row(i), side) - along * SphereCells.dot(draws.row(i), mu);
        mean += at / DRAWS;
        spread += at * at / DRAWS;
      }
      assertEquals(0, mean, 5 / Math.sqrt(DRAWS));
      assertEquals(square * (1 - along * along), spread, 5 / Math.sqrt(DRAWS));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10})
  default void drawsComeWithTheirLogDensity(int d) {
    try (Workbench bench = Workbench.float64()) {
      Distribution one = around(d, 3, Trainability.TRAINABLE);
      Sample sample = one.sample(bench.scope(), bench.noise(50, 3, 4));
      Expr again = one.logProb(bench.scope(), sample.value());
      List<Expr> all = List.of(again, sample.logProb(), sample.value());
      List<Values> run = bench.fetchAll(all, bench.initialValues());
      assertTrue(run.get(0).distance(run.get(1)) <= 1e-12);
      for (int i = 0; i < 50; i++) {
        assertEquals(1, SphereCells.dot(run.get(2).row(i), run.get(2).row(i)), 1e-13);
      }
      assertEquals(50L * d, Arrays.stream(run.get(2).entries()).distinct().count());
    }
  }

  /** The mean of {@code μ·x} moves as the integral does. */
  @ParameterizedTest
  @CsvSource({"2,2.5", "3,2.5", "6,0.1", "40,30", "5,2000"})
  default void drawsMoveWithTheConcentration(int d, double kappa) {
    double step = 1e-3;
    double up = meanCosine(d, kappa * Math.exp(step));
    double expected = (up - meanCosine(d, kappa * Math.exp(-step))) / (2 * step);
    try (Workbench bench = Workbench.float64()) {
      Distribution one = around(d, kappa, Trainability.TRAINABLE);
      Expr x = one.sample(bench.scope(), bench.noise(DRAWS, 1, 2)).value();
      Expr cosines = x.times(bench.scope().constant(Shape.of(d), new SphereCells(d).mu()));
      Expr by = slope(bench, bench.total(cosines).times(1. / DRAWS), "log_concentration");
      double found = bench.fetch(by, bench.initialValues()).at(0);
      assertEquals(expected, found, 0.04 * expected);
    }
  }

  /** A turn of {@code μ} turns the mean, whose length is that of {@code E[μ·x]}. */
  @Test
  default void drawsMoveWithTheDirection() {
    int d = 4;
    double[] side = new SphereCells(d).aside();
    try (Workbench bench = Workbench.float64()) {
      Distribution one = around(d, 2.5, Trainability.TRAINABLE);
      Expr x = one.sample(bench.scope(), bench.noise(DRAWS, 1, 2)).value();
      Expr sideways = bench.total(x.times(bench.scope().constant(Shape.of(d), side)));
      Expr slope = slope(bench, sideways.times(1. / DRAWS), "direction");
      double[] found = bench.fetch(slope, bench.initialValues()).entries();
      assertEquals(meanCosine(d, 2.5), SphereCells.dot(found, side), 0.03);
      assertEquals(0, SphereCells.dot(found, new SphereCells(d).mu()), 1e-12);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 9})
  default void gradientsAreTheCentralDifferences(int d) {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, d));
      Expr logProb = around(d, 2.5, Trainability.TRAINABLE).logProb(bench.scope(), x);
      DifferentiatedMap map =
          new DifferentiatedMap(bench, "density", Map.of(Part.LOG, logProb), Map.of("x", x));
      Map<String, Values> feeds = bench.initialValues();
      feeds.put("x", Values.rows(Shape.of(d), new SphereCells(d).aside()));
      map.entryErrors(Map.of(Part.LOG, Values.ones(Shape.of(1))), feeds)
          .forEach((name, error) -> assertTrue(error <= 1e-6, () -> name + " " + error));
    }
  }

  @ParameterizedTest
  @CsvSource({"2,1e-30", "3,1e-30", "2,1", "3,1e4", "2,1e4", "8,1e4", "300,1", "3,1e6", "300,1e4"})
  default void staysFiniteInFloat32(int d, double kappa) {
    Distribution one = around(d, kappa, Trainability.TRAINABLE);
    try (Workbench bench = Workbench.float32()) {
      Sample sample = one.sample(bench.scope(), bench.noise(DRAWS, 7, 7));
      Expr ends = bench.scope().constant(Shape.of(2, d), ends(new SphereCells(d).mu()));
      Expr atEnds = one.logProb(bench.scope(), ends);
      Map<String, Values> start = bench.initialValues();
      List<Expr> all = new ArrayList<>(List.of(sample.value(), sample.logProb(), atEnds));
      for (Expr part : List.copyOf(all)) {
        for (String name : List.of("direction", "log_concentration")) {
          all.add(slope(bench, bench.total(part), name));
        }
      }
      List<Values> run = bench.fetchAll(all, start);
      for (int i = 0; i < run.size(); i++) {
        assertTrue(run.get(i).allFinite(), "number " + i + " in " + d + " dimensions at " + kappa);
      }
    }
  }

  /** Returns {@code μ} and {@code -μ}. */
  private static double[] ends(double... mu) {
    return DoubleStream.concat(Arrays.stream(mu), Arrays.stream(mu).map(x -> -x)).toArray();
  }

  private static Expr slope(Workbench bench, Expr of, String by) {
    return bench.gradient(of, bench.parameter(by));
  }

  @Test
  default void refusesAbsentEntries() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.scope().constant(Shape.of(1, 3), 0.6, 0, 0.8);
      Distribution one = around(3, 1, Trainability.FIXED);
      Expect.rejected("depend on each other", () -> one.logProb(bench.scope().withPresence(x), x));
    }
  }

  @Test
  default void isAValue() {
    assertEquals(around(3, 2, Trainability.FIXED), around(3, 2, Trainability.FIXED));
    assertEquals(Shape.of(3), around(3, 2, Trainability.FIXED).eventShape());
    assertFalse(around(3, 2, Trainability.FIXED).isContinuous());
  }

  @Test
  default void rejectsWhatIsNoDirection() {
    Expect.rejected("got [1.0]", () -> around(List.of(1.0), 1, Trainability.FIXED));
    Expect.rejected("got [0.0, 0.0]", () -> around(List.of(0.0, 0.0), 1, Trainability.FIXED));
    Expect.rejected(
        "direction of entry 1 is NaN",
        () -> around(List.of(0.0, Double.NaN), 1, Trainability.FIXED));
    Expect.rejected("concentration of entry 0 is 0.0", () -> around(3, 0, Trainability.FIXED));
  }
}
