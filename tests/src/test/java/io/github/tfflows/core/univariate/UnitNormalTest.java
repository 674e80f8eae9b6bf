package io.github.tfflows.core.univariate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class UnitNormalTest {
  private static final double[] POINTS = {-12.5, -11.99, -11.8, -5, 0, 3};

  /** From {@code scipy.special.log_ndtr} of scipy 1.17.1. */
  private static final double[] LOGS = {
    -81.57596787074388,
    -75.28990052610175,
    -73.01409531007279,
    -15.064998393988727,
    -0.6931471805599453,
    -0.0013508099647481925
  };

  /** Single precision has numbers as small as the probabilities before the series begins. */
  @Test
  void theLogarithmIsRightInSinglePrecision() {
    try (Workbench bench = Workbench.float32()) {
      Expr z = bench.input("z", Shape.of(-1, 1));
      Values found =
          bench.fetch(new UnitNormal().logCdf(z), Map.of("z", Values.rows(Shape.of(1), POINTS)));
      for (int i = 0; i < POINTS.length; i++) {
        assertEquals(LOGS[i], found.at(i), 2e-6 * (1 + Math.abs(LOGS[i])));
      }
    }
  }

  @Test
  void theLogarithmHasItsLimits() {
    double[] ends = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
    try (Workbench bench = Workbench.evaluating()) {
      Expr z = bench.input("z", Shape.of(-1, 1));
      Values found =
          bench.fetch(new UnitNormal().logCdf(z), Map.of("z", Values.rows(Shape.of(1), ends)));
      assertEquals(Double.NEGATIVE_INFINITY, found.at(0));
      assertEquals(0, found.at(1), 0);
    }
  }

  /** By {@code statistics.NormalDist.inv_cdf} of Python 3.11. */
  private static final double[][] QUANTILES = {
    {1e-30, -11.464024688443617},
    {1e-10, -6.361340902404056},
    {1e-07, -5.199337582192817},
    {1e-05, -4.2648907939228256},
    {0.01, -2.3263478740408408},
    {0.0999, -1.2821215797087744},
    {0.1001, -1.2809819674733192},
    {0.3, -0.5244005127080407},
    {0.5, 0.0},
    {0.7, 0.5244005127080407},
    {0.8999, 1.2809819674733192},
    {0.9001, 1.2821215797087744},
    {0.9990234375, 3.097269078198784},
  };

  @Test
  void quantilesAreRightInTheTailsAndTheCenter() {
    try (Workbench wide = Workbench.evaluating();
        Workbench narrow = Workbench.float32()) {
      assertQuantiles(wide, 1e-14);
      assertQuantiles(narrow, 1e-6);
    }
  }

  private static void assertQuantiles(Workbench bench, double tolerance) {
    Expr p = bench.input("p", Shape.of(-1, 1));
    double[] probabilities = Stream.of(QUANTILES).mapToDouble(row -> row[0]).toArray();
    Values found =
        bench.fetch(
            new UnitNormal().quantile(p), Map.of("p", Values.rows(Shape.of(1), probabilities)));
    for (int i = 0; i < QUANTILES.length; i++) {
      double z = QUANTILES[i][1];
      assertEquals(z, found.at(i), tolerance * (1 + Math.abs(z)), "at " + probabilities[i]);
    }
  }

  /** {@code z}, {@code log Φ(z)}, {@code h(z)} and {@code z + h(z)}, by mpmath 1.3.0. */
  private static final double[][] HAZARDS = {
    {-1e9, -5e17, 1e9, 1e-9},
    {-40, -804.6084420137538, 40.02496884720726, 0.024968847207263722},
    {-12.5, -81.57596787074388, 12.579007304406977, 0.07900730440697609},
    {-11.99, -75.28990052610173, 12.072280935990063, 0.08228093599006303},
    {-5, -15.064998393988725, 5.186503967125842, 0.1865039671258421},
    {0, -0.6931471805599453, 0.7978845608028654, 0.7978845608028654},
    {3, -0.0013508099647481938, 0.004437839042125664, 3.004437839042126},
  };

  /** Points by their numbers, and by the logarithms of their probabilities, of one half at most. */
  @Test
  void pointsHaveTheirGradients() {
    try (Workbench wide = Workbench.evaluating();
        Workbench narrow = Workbench.float32()) {
      assertPoints(wide, 1e-11);
      assertPoints(narrow, 2e-3);
    }
  }

  private static void assertPoints(Workbench bench, double tolerance) {
    Expr z = bench.input("z", Shape.of(-1, 1));
    assertPoints(
        List.of(HAZARDS), row -> row[0], row -> 1, z, new UnitNormal().at(z), bench, tolerance);
    List<double[]> lower = Stream.of(HAZARDS).filter(row -> row[0] <= 0).toList();
    assertPoints(
        lower, row -> row[1], row -> 1 / row[2], z, new UnitNormal().lower(z), bench, tolerance);
  }

  /** Compares points and their slopes where z moves at the given rate. */
  private static void assertPoints(
      List<double[]> rows,
      ToDoubleFunction<double[]> from,
      ToDoubleFunction<double[]> rate,
      Expr x,
      LogSymmetric.Point point,
      Workbench bench,
      double tolerance) {
    List<Expr> fetches =
        new ArrayList<>(List.of(point.z(), point.logCdf(), point.logHazard(), point.hazard()));
    for (Expr each : List.copyOf(fetches)) {
      fetches.add(bench.gradient(each, x));
    }
    double[] numbers = rows.stream().mapToDouble(from).toArray();
    List<Values> found = bench.fetchAll(fetches, Map.of("z", Values.rows(Shape.of(1), numbers)));
    for (int i = 0; i < numbers.length; i++) {
      double[] row = rows.get(i);
      double speed = rate.applyAsDouble(row);
      double[] expected = {
        row[0],
        row[1],
        Math.log(row[2]),
        row[2],
        speed,
        speed * row[2],
        -speed * row[3],
        -speed * row[2] * row[3]
      };
      for (int j = 0; j < expected.length; j++) {
        assertEquals(1, ratio(found.get(j).at(i), expected[j]), tolerance, j + " at " + row[0]);
      }
    }
  }

  private static double ratio(double found, double expected) {
    return expected == 0 ? 1 + found : found / expected;
  }
}
