package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.model.CompiledDistribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A number that is zero in many rows, and a time of four days, each of three phases. */
class LevelledNumberTest {
  private static final Phases PHASES = new Phases(0, 1, 3);
  private static final PointMasses DAYS = new PointMasses(List.of(1.5, 4.5, 7.5, 10.5), 3);

  private static final Standardize MAP = new Standardize(List.of(1.0), List.of(1.5));

  private static TableDensity density() {
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

  private static double[] grid(double low, double high, int cells) {
    return IntStream.range(0, cells)
        .mapToDouble(i -> low + (high - low) * (i + 0.51) / cells)
        .toArray();
  }

  private static double sum(DensityLab lab, double[] numbers, double[] times) {
    List<double[]> rows = new ArrayList<>();
    for (double number : numbers) {
      for (double time : times) {
        rows.add(new double[] {number, time});
      }
    }
    return Arrays.stream(lab.logProb(rows)).map(Math::exp).sum();
  }

  @Test
  void levelsAndDensityAddUpToOne() {
    try (DensityLab lab = new DensityLab(density())) {
      double[] numbers = grid(-12, 14, 300);
      double[] times = grid(-60, 60, 1_200);
      double total =
          sum(lab, new double[] {0}, times) * 0.1 + sum(lab, numbers, times) * 0.1 * 26 / 300;
      assertEquals(1, total, 1e-3);
    }
  }

  @Test
  void levelsAreEvenWithinAPhase() {
    try (DensityLab lab = new DensityLab(density())) {
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
    try (DensityLab lab = new DensityLab(density())) {
      List<double[]> rows = lab.drawn(count, 3);
      double wanted = sum(lab, new double[] {0}, new double[] {4.5});
      double found =
          rows.stream().filter(row -> row[0] == 0 && row[1] >= 4 && row[1] < 5).count()
              / (double) count;
      assertEquals(wanted, found, 4 * Math.sqrt(wanted / count));
      assertTrue(wanted > 0.005, "the second phase of the second day has " + wanted);
    }
  }

  /** Returns the phases within a day that calls of one draw each have. */
  private static Set<Integer> phasesOfSingleDraws(TableDensity density, double low, double high) {
    Set<Integer> phases = new TreeSet<>();
    try (CompiledDistribution model = CompiledDistribution.compile(density, 1)) {
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
    assertEquals(Set.of(0, 1, 2), phasesOfSingleDraws(density(), 0, 3));
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
