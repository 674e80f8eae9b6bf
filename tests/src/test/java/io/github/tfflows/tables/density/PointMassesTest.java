package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.core.Chain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A name, a positive number that is zero or 2 in many rows, and a plain number. */
class PointMassesTest {
  private static final List<Double> MASSES = List.of(0.0, 2.0);
  private static final State M = State.MODELLED;

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

  /** The midpoints of an interval. */
  private static double[] grid(double low, double high, int cells) {
    return IntStream.range(0, cells)
        .mapToDouble(i -> low + (high - low) * (i + 0.5) / cells)
        .toArray();
  }

  /**
   * The probability of all rows of the modelled columns, those of mass counted and not measured.
   */
  private static double total(DensityLab lab, List<State> states, double... context) {
    double[] names = states.get(0) == M ? new double[] {0, 1} : new double[] {0};
    double[] dense = states.get(1) == M ? grid(0, 12, 600) : new double[0];
    double[] masses = states.get(1) == M ? new double[] {0, 2} : new double[] {5};
    double[] last = states.get(2) == M ? grid(-7, 5, 300) : new double[] {0};
    double width = states.get(2) == M ? 12.0 / 300 : 1;
    double total = 0;
    for (double name : names) {
      total += sum(lab, context, name, masses, last) * width;
      total += sum(lab, context, name, dense, last) * width * 12.0 / 600;
    }
    return total;
  }

  private static double sum(
      DensityLab lab, double[] context, double name, double[] numbers, double[] last) {
    List<double[]> rows = new ArrayList<>();
    for (double number : numbers) {
      for (double other : last) {
        rows.add(new double[] {name, number, other});
      }
    }
    return rows.isEmpty() ? 0 : Arrays.stream(lab.logProb(rows, context)).map(Math::exp).sum();
  }

  /** The density is zero where the masses are, and moves aside. */
  @Test
  void massesOfStepsAndDensityAddUpToOne() {
    try (DensityLab lab = new DensityLab(density(0.2, Conditioning.NONE))) {
      double total = 0;
      double area = 0.02 * 12 / 300;
      for (double name : new double[] {0, 1}) {
        total += sum(lab, new double[0], name, grid(-0.1, 13.9, 700), grid(-7, 5, 300)) * area;
      }
      assertEquals(1, total, 1e-4);
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
    List<State> states = List.of(name, amount, last);
    try (DensityLab lab = new DensityLab(density(0, Conditioning.ANY))) {
      assertEquals(1, total(lab, states, DensityLab.context(states, 1, given, -0.7)), 1e-4);
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
        double[] last = grid(-7, 5, 300);
        double wanted = 0;
        for (double name : new double[] {0, 1}) {
          wanted += sum(lab, context, name, new double[] {mass}, last) * 12 / 300;
        }
        wanted *= step > 0 ? step : 1;
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
}
