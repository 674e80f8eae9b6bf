package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.CircularShift;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.cell.Cell;
import io.github.tfflows.tables.cell.NumberCell;
import io.github.tfflows.tables.cell.Phases;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.tables.density.DensityLab.Axis;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** Three categories, an optional number, two optional categories, another number. */
class TableDensityTest {
  private static final List<Cell> CELLS =
      List.of(
          new CategoryCell(3),
          new NumberCell(new Standardize(List.of(1.0), List.of(2.0))),
          new CategoryCell(2),
          new NumberCell(new Standardize(List.of(-1.0), List.of(0.5))));
  private static final List<Integer> OPTIONAL = List.of(1, 2);
  private static final int SIZE = 6;
  private static final int COLUMNS = 4;

  private static TableDensity density(Conditioning conditioning) {
    return new TableDensity(
        CELLS, OPTIONAL, Optional.of(DensityLab.flow(2)), Mlp.of(8), conditioning);
  }

  private static double[] context(State[] states, double... values) {
    return DensityLab.context(List.of(states), values);
  }

  /** The sum over the bits and categories and the integral over the numbers that are modelled. */
  private static double total(DensityLab lab, State[] states, double... given) {
    double[] context = lab.density.contextSize() == 0 ? new double[0] : context(states, given);
    double total = 0;
    for (int first = 0; first <= (states[1] == State.MODELLED ? 1 : 0); first++) {
      for (int second = 0; second <= (states[2] == State.MODELLED ? 1 : 0); second++) {
        total +=
            lab.total(
                context,
                Axis.counted(first),
                Axis.counted(second),
                names(states[0] == State.MODELLED, 3),
                numbers(first == 1 || states[1] == State.PRESENT, 1, 24),
                names(second == 1 || states[2] == State.PRESENT, 2),
                numbers(states[3] == State.MODELLED, -1, 6));
      }
    }
    return total;
  }

  private static Axis names(boolean isSummed, int count) {
    return Axis.counted(IntStream.range(0, isSummed ? count : 1).asDoubleStream().toArray());
  }

  /** A range that holds all but the least of the tails. */
  private static Axis numbers(boolean isSummed, double middle, double end) {
    return isSummed ? Axis.grid(middle - end, middle + end, 240) : Axis.counted(0);
  }

  @Test
  void probabilitiesAddUpToOne() {
    try (DensityLab lab = new DensityLab(density(Conditioning.NONE))) {
      State[] all = new State[COLUMNS];
      Arrays.fill(all, State.MODELLED);
      assertEquals(1, total(lab, all), 1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void conditionalProbabilitiesAddUpToOne(int pattern) {
    State m = State.MODELLED;
    State g = State.GIVEN;
    State a = State.ABSENT;
    State[][] patterns = {
      {m, m, m, m},
      {g, m, m, m},
      {m, g, a, m},
      {a, m, State.GIVEN_MISSING, g},
      {m, a, m, a},
      {g, State.GIVEN_MISSING, g, m},
      {g, State.PRESENT, State.PRESENT, m}
    };
    try (DensityLab lab = new DensityLab(density(Conditioning.ANY))) {
      assertEquals(1, total(lab, patterns[pattern], 2, 1.5, 1, -0.7), 1e-5);
    }
  }

  @Test
  void absentCellsAndMissingValuesDoNotCount() {
    State[] states = {State.ABSENT, State.MODELLED, State.MODELLED, State.ABSENT};
    try (DensityLab lab = new DensityLab(density(Conditioning.ANY))) {
      double[] one = {0, 1, 0, 7, 1, 3};
      double[] other = {0, 1, 2, -2, 1, -4};
      double[] found = lab.logProb(List.of(one, other), context(states, 0, 0, 0, 0));
      assertEquals(found[0], found[1], 1e-12);
      double[] third = {1, 1, 2, -2, 1, -4};
      assertTrue(found[0] != lab.logProb(List.of(third), context(states, 0, 0, 0, 0))[0]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE", "ANY"})
  void drawsHaveTheirLogProbabilityAndKeepWhatIsGiven(Conditioning conditioning) {
    State[] states = {State.MODELLED, State.MODELLED, State.GIVEN, State.MODELLED};
    int count = 4_000;
    try (DensityLab lab = new DensityLab(density(conditioning))) {
      boolean isConditional = conditioning == Conditioning.ANY;
      double[] context = isConditional ? context(states, 0, 0, 1, 0) : new double[0];
      double[] mean = new double[SIZE];
      for (double[] row : lab.drawn(count, 3, context)) {
        for (int entry = 0; entry < SIZE; entry++) {
          mean[entry] += row[entry] / count;
        }
      }
      assertTrue(mean[0] > 0.05 && mean[0] < 0.95, "the bits vary: " + mean[0]);
      assertTrue(
          !isConditional || Math.abs(mean[1] * mean[4] - 1) < 1e-9, "the given value is kept");
    }
  }

  /** Each number of a kind: plain, with masses, with phases and masses, and of levels alone. */
  private static List<Cell> ofAllKinds() {
    Bijector map = new Standardize(List.of(1.0), List.of(2.0));
    PointMasses masses = new PointMasses(List.of(0.0, 2.0), 0.5);
    Optional<Phases> phases = Optional.of(new Phases(0, 1, 3));
    return List.of(
        new NumberCell(map),
        new CategoryCell(3, List.of(4, 2), 0.1),
        new NumberCell(map, 1, masses),
        new NumberCell(map, 1, masses, phases, Optional.empty()),
        new NumberCell.Levelled(new NumberCell(map, 1, masses)));
  }

  @Test
  void fullConditionalsAreThoseOfOneModelledCell() {
    List<Cell> cells = ofAllKinds();
    TableDensity density =
        new TableDensity(
            cells, List.of(0, 1, 2), Optional.of(DensityLab.flow(4)), Mlp.of(8), Conditioning.ANY);
    double[][] rows = {
      {1, 1, 1, 0.3, 2, 0, 1.7, 2},
      {0, 1, 1, 9, 3, 1.1, 0.1, 0},
      {1, 0, 0, -2, 0, 0, 2, 2},
      {1, 1, 1, 4, 9, 2, 5, 7}
    };
    State g = State.GIVEN;
    State[][] others = {
      {g, g, g, g, g},
      {State.GIVEN_MISSING, g, State.ABSENT, g, g},
      {g, State.GIVEN_MISSING, g, State.ABSENT, State.ABSENT}
    };
    try (DensityLab lab = new DensityLab(density)) {
      for (State[] states : others) {
        for (double[] row : rows) {
          double[] values = Arrays.copyOfRange(row, 3, 8);
          double[] found = lab.fullConditionals(row, context(states, values));
          for (int cell = 0; cell < cells.size(); cell++) {
            State[] one = states.clone();
            one[cell] = State.MODELLED;
            double expected = lab.logProb(List.of(row), context(one, values))[0];
            assertEquals(expected, found[cell], 1e-11, "cell %s of %s".formatted(cell, row[3]));
          }
        }
      }
    }
  }

  /** Given that the value is there, also if its presence is modelled, too. */
  @ParameterizedTest
  @EnumSource(names = {"MODELLED", "PRESENT"})
  void distributionFunctionsSumTheProbabilitiesOfTheModelledCell(State ofCell) {
    Bijector map = new Standardize(List.of(1.0), List.of(2.0));
    List<Cell> cells =
        List.of(
            new NumberCell(map),
            new NumberCell(map, 1, new PointMasses(List.of(0.0, 2.0), 0)),
            new CategoryCell(3));
    TableDensity density =
        new TableDensity(
            cells, List.of(0, 1), Optional.of(DensityLab.flow(2)), Mlp.of(8), Conditioning.ANY);
    try (DensityLab lab = new DensityLab(density)) {
      Distribution.Conditional conditional = density.conditional().orElseThrow();
      Expr x = lab.bench.input("points", Shape.of(-1, 5));
      Marginals marginals = conditional.marginals();
      Expr cdf = conditional.inAll(marginals.cdf()).at(lab.scope, x);
      Expr presence = conditional.inAll(marginals.presence().orElseThrow()).at(lab.scope, x);
      for (int cell = 0; cell < 2; cell++) {
        State[] states = {State.GIVEN, State.GIVEN, State.GIVEN};
        states[cell] = ofCell;
        double[] context = context(states, 0.7, 2, 1);
        int place = 2 + cell;
        double width = 0.01;
        List<double[]> rows =
            DoubleStream.iterate(-29.995, at -> at < 30, at -> at + width)
                .mapToObj(at -> row(place, at))
                .toList();
        double[] logProb = lab.logProb(rows, context);
        double whole = Arrays.stream(logProb).map(Math::exp).sum() * width;
        double[] masses = new double[2];
        if (cell == 1) {
          masses = lab.logProb(List.of(row(place, 0), row(place, 2)), context);
          masses = Arrays.stream(masses).map(Math::exp).toArray();
        }
        whole += masses[0] + masses[1];
        Map<String, Values> feeds = lab.feeds(rows.size(), context);
        feeds.put("points", DensityLab.rows(rows));
        Values found = lab.bench.fetch(cdf, feeds);
        assertEquals(whole, lab.bench.fetch(presence, feeds).at(0), 1e-5);
        double below = 0;
        for (int i = 0; i < rows.size(); i++) {
          double at = rows.get(i)[place];
          below += Math.exp(logProb[i]) * width / 2;
          double passed = (at > 0 ? masses[0] : 0) + (at > 2 ? masses[1] : 0);
          assertEquals((below + passed) / whole, found.row(i)[0], 1e-5, "at " + at);
          below += Math.exp(logProb[i]) * width / 2;
        }
      }
    }
  }

  private static double[] row(int place, double number) {
    double[] row = {1, 1, 0.7, 2, 1};
    row[place] = number;
    return row;
  }

  @Test
  void rejectsColumnsThatDoNotFit() {
    Optional<TransformedDistribution> flow = Optional.of(DensityLab.flow(2));
    Expect.rejected(
        "a flow on 2 numbers, got 4 columns and a flow on 0",
        () -> new TableDensity(CELLS, List.of(), Optional.empty(), Mlp.of(8), Conditioning.NONE));
    Expect.rejected(
        "from 0 to 3 in ascending order, got [2, 4]",
        () -> new TableDensity(CELLS, List.of(2, 4), flow, Mlp.of(8), Conditioning.NONE));
  }

  /** A number on a circle has no quantiles. */
  @Test
  void numbersBesideACircleHaveDistributionFunctions() {
    List<Cell> cells =
        List.of(
            new NumberCell(new Standardize(List.of(1.0), List.of(2.0))),
            new NumberCell(new CircularShift(3)));
    TableDensity density =
        new TableDensity(
            cells, List.of(), Optional.of(DensityLab.flow(2)), Mlp.of(8), Conditioning.ANY);
    assertTrue(density.conditional().isPresent());
  }
}
