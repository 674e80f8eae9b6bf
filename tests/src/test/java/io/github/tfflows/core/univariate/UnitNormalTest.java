package io.github.tfflows.core.univariate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
      for (double[] row : HAZARDS) {
        assertPoint(row, row[0], 1, new UnitNormal()::at, wide, 1e-11);
        assertPoint(row, row[0], 1, new UnitNormal()::at, narrow, 2e-3);
        if (row[0] <= 0) {
          assertPoint(row, row[1], 1 / row[2], new UnitNormal()::lower, wide, 1e-11);
          assertPoint(row, row[1], 1 / row[2], new UnitNormal()::lower, narrow, 2e-3);
        }
      }
    }
  }

  private static void assertPoint(
      double[] row,
      double from,
      double rate,
      Function<Expr, LogSymmetric.Point> form,
      Workbench bench,
      double tolerance) {
    Expr x = bench.input("x", Shape.of(-1, 1));
    LogSymmetric.Point point = form.apply(x);
    List<Expr> found = List.of(point.z(), point.logCdf(), point.logHazard(), point.hazard());
    double[] values = {row[0], row[1], Math.log(row[2]), row[2]};
    double[] slopes = {rate, rate * row[2], -rate * row[3], -rate * row[2] * row[3]};
    Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(1), from));
    for (int i = 0; i < values.length; i++) {
      Expr slope = bench.gradients(bench.total(found.get(i)), List.of(x)).get(0).orElseThrow();
      assertEquals(1, ratio(bench.fetch(found.get(i), feeds).at(0), values[i]), tolerance);
      assertEquals(1, ratio(bench.fetch(slope, feeds).at(0), slopes[i]), tolerance);
    }
  }

  private static double ratio(double found, double expected) {
    return expected == 0 ? 1 + found : found / expected;
  }
}
