package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class QuantizedTest {
  private static final Quantized ONE = Quantized.of(normal(1.2, 0.7));
  private static final Quantized BOUNDED = new Quantized(normal(1.2, 2.5), -2, 4);

  private static DiagonalNormal normal(double mean, double scale) {
    return DiagonalNormal.fixed(List.of(mean), List.of(scale));
  }

  private static double[] integers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToDouble(k -> k).toArray();
  }

  /**
   * By QuantizedDistribution of TensorFlow Probability 0.25.0 in double precision, of a Normal that
   * is moved by half a unit.
   */
  @Test
  void agreesWithAnotherImplementation() {
    Densities.assertLogProb(-1.1957660560590333, ONE, 2);
    Densities.assertLogProb(-1.9656051989043435, BOUNDED, -2);
    Densities.assertLogProb(-1.9555508173851002, BOUNDED, 0);
    Densities.assertLogProb(-1.721563595797714, BOUNDED, 4);
  }

  /** By mpmath with 40 digits: far out in either tail, and in narrow cells. */
  @Test
  void keepsItsDigitsFarOut() {
    Densities.assertLogProb(-3473.5964617241075, ONE, 60);
    Densities.assertLogProb(-3765.0653635903222, ONE, -60);
    Densities.assertLogProb(-12.431868498179067, Quantized.of(normal(0, 1e5)), 300);
    Densities.assertLogProb(-11.644840938059257, Quantized.of(normal(0, 2e3)), -5000);
    Densities.assertLogProb(-4.906713927148443e-198, Quantized.of(normal(0.2, 1e-2)), 0);
    Densities.assertLogProb(-26456.357036744826, Quantized.of(normal(0.2, 1e-2)), 3);
  }

  /** By mpmath; both ways to build a mass meet where cells are as narrow as these. */
  @Test
  void keepsItsDigitsInFloat32() {
    double[] scales = {20, 28, 35, 100, 1e4};
    double[] expected = {
      -3.9347708027691555,
      -4.261399185570063,
      -4.480850775834451,
      -5.524912879185842,
      -10.129278985597523
    };
    try (Workbench bench = Workbench.float32()) {
      Expr x = bench.scope().constant(Shape.of(1, 1), 7);
      for (int i = 0; i < scales.length; i++) {
        Expr logProb = Quantized.of(normal(3, scales[i])).logProb(bench.scope(), x);
        assertEquals(expected[i], bench.fetch(logProb, Map.of()).at(0), 2e-5, "" + scales[i]);
      }
    }
  }

  @Test
  void probabilitiesAddUpToOne() {
    double[] all = Densities.at(ONE, integers(-40, 40)).map(Math::exp).entries();
    assertEquals(1, Arrays.stream(all).sum(), 1e-12);
    double[] within = Densities.at(BOUNDED, integers(-2, 4)).map(Math::exp).entries();
    assertEquals(1, Arrays.stream(within).sum(), 1e-12);
    assertFalse(ONE.isContinuous());
  }

  /** Cells of an exponential number have the masses of a geometric distribution. */
  @Test
  void isGeometricOfAnExponential() {
    Exponential base = Exponential.fixed(List.of(0.7));
    Quantized waiting = new Quantized(base, 0, Double.POSITIVE_INFINITY);
    Densities.assertLogProb(Math.log(-Math.expm1(-0.35)), waiting, 0);
    Densities.assertLogProb(-0.35 + Math.log(-Math.expm1(-0.7)), waiting, 1);
    Densities.assertLogProb(-0.7 * 99.5 + Math.log(-Math.expm1(-0.7)), waiting, 100);
    assertEquals(Double.NEGATIVE_INFINITY, Densities.at(waiting, -1).at(0));
  }

  @Test
  void hasNothingBeyondItsBounds() {
    Values at = Densities.at(BOUNDED, -3, 5);
    assertEquals(Double.NEGATIVE_INFINITY, at.at(0));
    assertEquals(Double.NEGATIVE_INFINITY, at.at(1));
  }

  /** Pearson's test of seven classes at the level 0.001, whose quantile is 22.5. */
  @Test
  void drawsFollowTheProbabilities() {
    int n = 20_000;
    double[] draws = Densities.draws(BOUNDED, n, 1, 2).entries();
    double[] log = Densities.at(BOUNDED, integers(-2, 4)).entries();
    double statistic = 0;
    for (int k = -2; k <= 4; k++) {
      double expected = n * Math.exp(log[k + 2]);
      int value = k;
      long found = Arrays.stream(draws).filter(x -> x == value).count();
      statistic += Math.pow(found - expected, 2) / expected;
    }
    assertTrue(statistic < 22.5, "statistic " + statistic);
    assertTrue(Arrays.stream(draws).allMatch(x -> x == Math.rint(x) && x >= -2 && x <= 4));
  }

  @Test
  void gradientsAreTheCentralDifferences() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 2));
      Quantized trainable = new Quantized(DiagonalNormal.trainable(2), -3, 40);
      Expr logProb = trainable.logProb(bench.scope(), x);
      DifferentiatedMap map =
          new DifferentiatedMap(bench, "mass", Map.of(Part.LOG, logProb), Map.of());
      Map<String, Values> feeds =
          Map.of(
              "x", Values.rows(Shape.of(2), 1, -3, 0, 40, 2, 5),
              "mean", Values.of(Shape.of(2), 0.3, -0.2),
              "log_scale", Values.of(Shape.of(2), 0.4, 10));
      map.entryErrors(Map.of(Part.LOG, Values.ones(Shape.of(3))), feeds)
          .forEach((name, error) -> assertTrue(error <= 1e-6, () -> name + " " + error));
    }
  }

  @Test
  void staysFiniteInFloat32() {
    try (Workbench bench = Workbench.float32()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr logProb = Quantized.of(DiagonalNormal.trainable(1)).logProb(bench.scope(), x);
      List<Expr> by = List.of(x, bench.parameter("mean"), bench.parameter("log_scale"));
      Map<String, Values> feeds = bench.initialValues();
      feeds.put("x", Values.rows(Shape.of(1), 0, -0.0, 1, 12, -12, 1e4, -1e8, 1e15));
      assertTrue(bench.fetch(logProb, feeds).allFinite());
      bench
          .gradients(bench.total(logProb), by)
          .forEach(slope -> assertTrue(bench.fetch(slope.orElseThrow(), feeds).allFinite()));
    }
  }

  @Test
  void rejectsWhatAreNoBounds() {
    Expect.rejected("low 2.0 and high 2.0", () -> new Quantized(normal(0, 1), 2, 2));
    Expect.rejected("low 0.5", () -> new Quantized(normal(0, 1), 0.5, 2));
    Expect.rejected("high NaN", () -> new Quantized(normal(0, 1), 0, Double.NaN));
  }
}
