package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.testing.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

/** Distribution functions of a number with masses, against sums of its density in float64. */
class NumberMixtureTest {
  private static final int CELLS = 20_000;

  private static TableDensity density(List<Double> values, double step, boolean hasGaps) {
    PointMasses masses = new PointMasses(values, step);
    boolean isPositive = !values.isEmpty() && values.get(0) == 0;
    Bijector map =
        isPositive
            ? Chain.of(new Standardize(List.of(0.3), List.of(0.4)), new Exp(), Holes.of(masses, 0))
            : Chain.of(
                new Standardize(List.of(0.3), List.of(2.0)),
                Holes.of(masses, Double.NEGATIVE_INFINITY));
    return new TableDensity(
        List.of(new NumberCell(map, 1.3, masses)),
        hasGaps ? List.of(0) : List.of(),
        Optional.of(
            Flows.permutedSplines(1, 2, new RationalQuadratic(4, 3), ResidualMade.of(8, 1))),
        Mlp.of(8),
        Conditioning.NONE);
  }

  /** Every function of a density. */
  private record Functions(DensityLab lab, Marginals of) {
    double[] at(Marginals.Function function, double... values) {
      int size = (int) lab.density.eventShape().size();
      double[] rows = new double[values.length * size];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = values[i / size];
      }
      Expr entries = lab.bench.input("entries", Shape.of(-1, size));
      Map<String, Values> feeds = lab.feeds(values.length);
      feeds.put("entries", Values.of(Shape.of(values.length, size), rows));
      double[] all = lab.bench.fetch(function.at(lab.scope, entries), feeds).entries();
      return IntStream.range(0, values.length).mapToDouble(i -> all[(i + 1) * size - 1]).toArray();
    }

    /** The density of a number, given that it is there. */
    double[] density(double... values) {
      boolean hasBit = lab.density.eventShape().size() == 2;
      List<double[]> rows = new ArrayList<>();
      for (double value : values) {
        rows.add(hasBit ? new double[] {1, value} : new double[] {value});
      }
      double there = hasBit ? -Math.expm1(lab.logProb(List.of(new double[] {0, 1.3}))[0]) : 1;
      return DoubleStream.of(lab.logProb(rows)).map(log -> Math.exp(log) / there).toArray();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0, false",
    "'', 0, true",
    "0, 0, false",
    "0 2, 0, true",
    "0 2, 1, false",
    "-1 0.5 1.5 4, 0.5, true",
    "-3 -1 1 2 3, 0, false"
  })
  void distributionFunctionsAreSumsOfTheDensityAndQuantilesUndoThem(
      String masses, double step, boolean hasGaps) {
    List<Double> values =
        masses.isEmpty()
            ? List.of()
            : List.of(masses.split(" ")).stream().map(Double::valueOf).toList();
    try (DensityLab lab = new DensityLab(density(values, step, hasGaps))) {
      Functions functions = new Functions(lab, lab.density.marginals().orElseThrow());
      assertSum(functions, step == 0 ? values : List.of());
      assertUndone(functions);
    }
  }

  private static void assertSum(Functions functions, List<Double> jumps) {
    double[] heights = jumps.stream().mapToDouble(jump -> functions.density(jump)[0]).toArray();
    double low = -60;
    double width = 130.0 / CELLS;
    double[] middles =
        IntStream.range(0, CELLS).mapToDouble(i -> low + (i + 0.5) * width).toArray();
    double[] upper = DoubleStream.of(middles).map(middle -> middle + width / 2).toArray();
    double[] density = functions.density(middles);
    double[] cdf = functions.at(functions.of.cdf(), upper);
    double[] survival = functions.at(functions.of.survival(), upper);
    double sum = 0;
    for (int i = 0; i < CELLS; i++) {
      sum += Double.isFinite(density[i]) ? density[i] * width : 0;
      double counted = sum;
      for (int k = 0; k < heights.length; k++) {
        counted += jumps.get(k) <= upper[i] ? heights[k] : 0;
      }
      double at = upper[i];
      assertEquals(counted, cdf[i], 2e-3, () -> "at " + at);
      assertEquals(1, cdf[i] + survival[i], 1e-12);
    }
    assertEquals(1, cdf[CELLS - 1], 1e-3);
  }

  private static void assertUndone(Functions functions) {
    double[] p = IntStream.range(1, 500).mapToDouble(i -> i / 500.0).toArray();
    double[] x = functions.at(functions.of.quantile(), p);
    double[] reached = functions.at(functions.of.cdf(), x);
    double[] before =
        functions.at(functions.of.cdf(), DoubleStream.of(x).map(at -> at - 1e-9).toArray());
    double[] above = functions.at(functions.of.upperQuantile(), p);
    for (int i = 0; i < p.length; i++) {
      assertTrue(reached[i] >= p[i] - 1e-7, "at " + p[i] + " reached " + reached[i]);
      assertTrue(before[i] <= p[i] + 1e-7, "at " + p[i] + " before " + before[i]);
      assertEquals(x[i], above[p.length - 1 - i], 1e-6 * (1 + Math.abs(x[i])));
    }
  }

  @Test
  void smallProbabilitiesAboveKeepTheirDigits() {
    TableDensity heavy = density(List.of(-1.0, 2.0), 0, false);
    TableDensity light =
        new TableDensity(
            heavy.cells(),
            heavy.optional(),
            heavy.numbers().map(Flows::lightTailed),
            heavy.network(),
            heavy.conditioning());
    try (DensityLab lab = new DensityLab(light)) {
      Functions functions = new Functions(lab, lab.density.marginals().orElseThrow());
      double[] x = functions.at(functions.of.upperQuantile(), 1e-20);
      assertEquals(1, functions.at(functions.of.survival(), x)[0] / 1e-20, 1e-6);
    }
  }
}
