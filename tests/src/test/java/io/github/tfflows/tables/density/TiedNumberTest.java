package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.cell.Cell;
import io.github.tfflows.tables.cell.Holes;
import io.github.tfflows.tables.cell.NumberCell;
import io.github.tfflows.tables.cell.Phases;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.tables.density.DensityLab.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers whose levels have densities of their own, and numbers that others repeat. */
class TiedNumberTest {
  private static final Axis BILLS = Axis.grid(-7, 7, 280);

  private static List<Cell> cells(double step, int... others) {
    Standardize map = new Standardize(List.of(0.4), List.of(0.5));
    PointMasses zero = new PointMasses(List.of(0.0), step);
    NumberCell payment = new NumberCell(map, 1, new PointMasses(List.of(0.0, 2.0), step));
    return List.of(
        new CategoryCell(2),
        new NumberCell(map, 1, zero),
        new NumberCell.Tied(payment, Arrays.stream(others).boxed().toList()));
  }

  private static TableDensity density(List<Cell> cells, Conditioning conditioning) {
    long numbers = cells.stream().filter(cell -> !(cell instanceof CategoryCell)).count();
    return new TableDensity(
        cells, List.of(), Optional.of(DensityLab.flow(numbers)), Mlp.of(8), conditioning);
  }

  private static DensityLab lab(double step) {
    return new DensityLab(density(cells(step, 1), Conditioning.NONE));
  }

  private static double ofTies(DensityLab lab) {
    List<double[]> rows = new ArrayList<>();
    for (double bill : BILLS.values()) {
      rows.addAll(List.of(new double[] {0, bill, bill}, new double[] {1, bill, bill}));
    }
    return Arrays.stream(lab.logProb(rows)).map(Math::exp).sum() * BILLS.widths()[0];
  }

  @Test
  void tiesMassesAndDensitiesAddUpToOne() {
    try (DensityLab lab = lab(0)) {
      Axis bills = Axis.counted(0).and(BILLS);
      Axis payments = Axis.counted(0, 2).and(Axis.grid(-6.99, 7.01, 280)); // equal to no bill
      double others = lab.total(new double[0], Axis.counted(0, 1), bills, payments);
      assertEquals(1, others + ofTies(lab), 1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.2})
  void drawsTieAsOftenAsTheirDensitySays(double step) {
    int count = 20_000;
    try (DensityLab lab = lab(step)) {
      int ties = 0;
      for (double[] row : lab.drawn(count, 3)) {
        boolean isMass = Math.abs(row[2]) <= step / 2 || Math.abs(row[2] - 2) <= step / 2;
        boolean isEqual =
            step == 0
                ? row[1] == row[2]
                : Math.floor(row[1] / step + 0.5) == Math.floor(row[2] / step + 0.5);
        ties += isEqual && !isMass ? 1 : 0;
      }
      assertTrue(ties > 0.05 * count, ties + " ties");
      if (step == 0) {
        double wanted = ofTies(lab);
        assertEquals(wanted, ties / (double) count, 4 * Math.sqrt(wanted / count));
      }
    }
  }

  @Test
  void tiesOfStepsAreEvenOverThem() {
    try (DensityLab points = lab(0);
        DensityLab steps = lab(0.2)) {
      double wanted = points.logProb(List.of(new double[] {1, 1.21, 1.21}))[0] - Math.log(0.2);
      for (double payment : new double[] {1.11, 1.2, 1.29}) {
        double[] row = {1, 1.21, payment};
        assertEquals(wanted, steps.logProb(List.of(row))[0], 0.1, "holes move the bill");
        assertEquals(
            steps.logProb(List.of(new double[] {1, 1.21, 1.21}))[0],
            steps.logProb(List.of(row))[0],
            1e-12);
      }
    }
  }

  @Test
  void tiesMayFollowTies() {
    NumberCell number = new NumberCell(new Standardize(List.of(0.4), List.of(0.5)));
    List<Cell> cells =
        List.of(
            number,
            new NumberCell.Tied(number, List.of(0)),
            new NumberCell.Tied(number, List.of(1)));
    try (DensityLab lab = new DensityLab(density(cells, Conditioning.NONE))) {
      List<double[]> rows = lab.drawn(200, 3);
      assertTrue(rows.stream().anyMatch(row -> row[0] == row[1] && row[1] == row[2]));
    }
  }

  @Test
  void refusesTiesWithOtherColumns() {
    for (int[] others : new int[][] {{0}, {2}, {3}}) {
      List<Cell> cells = cells(0, others);
      assertThrows(
          IllegalArgumentException.class, () -> density(cells, Conditioning.NONE), "" + others[0]);
    }
    List<Cell> cells = cells(0, 1);
    assertThrows(IllegalArgumentException.class, () -> density(cells, Conditioning.ANY));
  }

  private static final Phases PHASES = new Phases(0, 1, 3);
  private static final PointMasses DAYS = new PointMasses(List.of(1.5, 4.5, 7.5, 10.5), 3);

  private static final Standardize MAP = new Standardize(List.of(1.0), List.of(1.5));

  private static TableDensity levelled() {
    Chain beyond = Chain.of(MAP, Holes.of(DAYS, Double.NEGATIVE_INFINITY));
    NumberCell time = new NumberCell(beyond, 30, DAYS, Optional.of(PHASES), Optional.empty());
    return besideZeros(new NumberCell.Levelled(time));
  }

  private static TableDensity besideZeros(Cell time) {
    PointMasses zero = new PointMasses(List.of(0.0), 0);
    return new TableDensity(
        List.of(new NumberCell(MAP, 1, zero), time),
        List.of(),
        Optional.of(DensityLab.flow(2)),
        Mlp.of(8),
        Conditioning.NONE);
  }

  @Test
  void levelsAndDensityAddUpToOne() {
    try (DensityLab lab = new DensityLab(levelled())) {
      Axis numbers = Axis.counted(0).and(Axis.grid(-12, 14, 300));
      assertEquals(1, lab.total(new double[0], numbers, Axis.grid(-60, 60, 1_200)), 1e-3);
    }
  }

  @Test
  void levelsAreEvenWithinAPhase() {
    try (DensityLab lab = new DensityLab(levelled())) {
      double[] day = new double[9];
      for (int i = 0; i < day.length; i++) {
        day[i] = lab.logProb(List.of(new double[] {0, 3 + i / 3 + 0.2 + 0.3 * (i % 3)}))[0];
      }
      assertEquals(day[0], day[2], 1e-12);
      assertEquals(day[3], day[4], 1e-12);
      assertTrue(Math.abs(day[2] - day[3]) > 1e-6, "phases differ");
    }
  }

  @Test
  void drawsHaveTheirDensity() {
    int count = 20_000;
    try (DensityLab lab = new DensityLab(levelled())) {
      List<double[]> rows = lab.drawn(count, 3);
      double wanted = lab.total(new double[0], Axis.counted(0), Axis.counted(4.5));
      double found =
          rows.stream().filter(row -> row[0] == 0 && row[1] >= 4 && row[1] < 5).count()
              / (double) count;
      assertEquals(wanted, found, 4 * Math.sqrt(wanted / count));
      assertTrue(wanted > 0.005, "the second phase of the second day has " + wanted);
    }
  }

  /** Returns the phases within a day that calls of one draw each have. */
  private static Set<Integer> phasesOfSingleDraws(TableDensity levelled, double low, double high) {
    Set<Integer> phases = new TreeSet<>();
    try (CompiledDistribution model = CompiledDistribution.compile(levelled, 1)) {
      for (int seed = 0; seed < 500; seed++) {
        float time = model.sample(1, seed)[0][1];
        if (time >= low && time < high) {
          phases.add((int) Math.floor(time - low));
        }
      }
    }
    return phases;
  }

  @Test
  void aSingleDrawHasAnyPhaseOfItsDay() {
    assertEquals(Set.of(0, 1, 2), phasesOfSingleDraws(levelled(), 0, 3));
    PointMasses far = new PointMasses(List.of(100.0), 0);
    NumberCell time = new NumberCell(MAP, 1, far, Optional.of(PHASES), Optional.empty());
    assertEquals(Set.of(0, 1, 2), phasesOfSingleDraws(besideZeros(time), 0, 3));
  }

  @Test
  void needsPointMasses() {
    NumberCell plain = new NumberCell(new Standardize(List.of(0.0), List.of(1.0)));
    assertThrows(IllegalArgumentException.class, () -> new NumberCell.Levelled(plain));
  }
}
