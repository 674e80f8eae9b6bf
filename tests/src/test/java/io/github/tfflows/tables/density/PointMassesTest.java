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
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.cell.Cell;
import io.github.tfflows.tables.cell.Holes;
import io.github.tfflows.tables.cell.NumberCell;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.tables.density.DensityLab.Axis;
import io.github.tfflows.testing.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

/** A name, a positive number that is zero or 2 in many rows, and a plain number. */
class PointMassesTest {
  private static final List<Double> MASSES = List.of(0.0, 2.0);
  private static final State M = State.MODELLED;
  private static final Axis NAMES = Axis.counted(0, 1);
  private static final Axis LAST = Axis.grid(-7, 5, 300);

  private static TableDensity density(double step, Conditioning conditioning) {
    Chain positive =
        Chain.of(
            new Standardize(List.of(0.3), List.of(0.4)),
            new Exp(),
            Holes.of(new PointMasses(MASSES, step), 0));
    List<Cell> cells =
        List.of(
            new CategoryCell(2),
            new NumberCell(positive, 1, new PointMasses(MASSES, step)),
            new NumberCell(new Standardize(List.of(-1.0), List.of(0.5))));
    return new TableDensity(
        cells, List.of(), Optional.of(DensityLab.flow(2)), Mlp.of(8), conditioning);
  }

  /** The density is zero where the masses are, and moves aside. */
  @Test
  void massesOfStepsAndDensityAddUpToOne() {
    try (DensityLab lab = new DensityLab(density(0.2, Conditioning.NONE))) {
      assertEquals(1, lab.total(new double[0], NAMES, Axis.grid(-0.1, 13.9, 700), LAST), 1e-4);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MODELLED, MODELLED, MODELLED, 0",
    "GIVEN, MODELLED, ABSENT, 0",
    "ABSENT, MODELLED, GIVEN, 0",
    "MODELLED, ABSENT, MODELLED, 0",
    "MODELLED, GIVEN, MODELLED, 0",
    "MODELLED, GIVEN, MODELLED, 2",
    "MODELLED, GIVEN, MODELLED, 1.3"
  })
  void conditionalProbabilitiesAddUpToOne(State name, State amount, State last, double given) {
    double[] context = DensityLab.context(List.of(name, amount, last), 1, given, -0.7);
    try (DensityLab lab = new DensityLab(density(0, Conditioning.ANY))) {
      double total =
          lab.total(
              context,
              name == M ? NAMES : Axis.counted(0),
              amount == M ? Axis.counted(0, 2).and(Axis.grid(0, 12, 600)) : Axis.counted(5),
              last == M ? LAST : Axis.counted(0));
      assertEquals(1, total, 1e-4);
    }
  }

  @Test
  void massesOfStepsHaveTheirProbabilityAllOverTheStep() {
    try (DensityLab points = new DensityLab(density(0, Conditioning.NONE));
        DensityLab steps = new DensityLab(density(0.2, Conditioning.NONE))) {
      List<double[]> rows =
          List.of(new double[] {1, 2, 0}, new double[] {1, 2.09, 0}, new double[] {1, 1.91, 0});
      double wanted = points.logProb(rows)[0] - Math.log(0.2);
      for (double found : steps.logProb(rows)) {
        assertEquals(wanted, found, 1e-12);
      }
      List<double[]> beside = List.of(new double[] {1, 2.11, 0});
      List<double[]> glued = List.of(new double[] {1, 1.81, 0});
      assertEquals(points.logProb(glued)[0], steps.logProb(beside)[0], 1e-12);
    }
  }

  @ParameterizedTest
  @EnumSource(Conditioning.class)
  void drawsHaveTheProbabilitiesOfMasses(Conditioning conditioning) {
    drawsHaveTheProbabilitiesOfMasses(0, conditioning);
    drawsHaveTheProbabilitiesOfMasses(0.2, conditioning);
  }

  private static void drawsHaveTheProbabilitiesOfMasses(double step, Conditioning conditioning) {
    int count = 20_000;
    List<State> states = List.of(M, M, M);
    double[] context =
        conditioning == Conditioning.ANY ? DensityLab.context(states, 0, 0, 0) : new double[0];
    try (DensityLab lab = new DensityLab(density(step, conditioning))) {
      List<double[]> draws = lab.drawn(count, 3, context);
      for (double mass : MASSES) {
        double wanted = lab.total(context, NAMES, Axis.counted(mass), LAST) * (step > 0 ? step : 1);
        double found =
            draws.stream().filter(row -> Math.abs(row[1] - mass) <= step / 2).count()
                / (double) count;
        assertEquals(wanted, found, 4 * Math.sqrt(wanted * (1 - wanted) / count));
        assertTrue(wanted > 0.05, "the mass at " + mass + " is " + wanted);
      }
    }
  }

  @Test
  void drawsOfStepsAreAllOverThem() {
    try (DensityLab lab = new DensityLab(density(0.2, Conditioning.NONE))) {
      double[] near =
          lab.drawn(20_000, 3).stream()
              .mapToDouble(row -> row[1])
              .filter(number -> Math.abs(number) <= 0.1)
              .toArray();
      double mean = Arrays.stream(near).average().orElseThrow();
      double square = Arrays.stream(near).map(x -> x * x).average().orElseThrow();
      assertEquals(0, mean, 0.005);
      assertEquals(0.2 / Math.sqrt(12), Math.sqrt(square), 0.002);
    }
  }

  @Test
  void keepsGivenMasses() {
    List<State> states = List.of(M, State.GIVEN, M);
    for (double given : new double[] {0, 2, 1.3}) {
      try (DensityLab lab = new DensityLab(density(0, Conditioning.ANY))) {
        lab.drawn(50, 3, DensityLab.context(states, 0, given, 0))
            .forEach(row -> assertEquals(given, row[1]));
      }
    }
  }

  @Test
  void findsPlaces() {
    PointMasses masses = new PointMasses(List.of(0.1, 0.2), 0);
    assertEquals(2, masses.place(0.2f));
    assertEquals(0, masses.place(0.15));
    assertTrue(new PointMasses(List.of(0.1, 0.2), 0.01).contain(0.1049));
  }

  private static final int CELLS = 20_000;

  private static TableDensity mixture(List<Double> values, double step, boolean hasGaps) {
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

  /** Every function of a mixture. */
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
    try (DensityLab lab = new DensityLab(mixture(values, step, hasGaps))) {
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
    TableDensity heavy = mixture(List.of(-1.0, 2.0), 0, false);
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
