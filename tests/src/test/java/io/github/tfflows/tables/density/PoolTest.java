package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.Sample;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two names and a pool of three, which can be missing, beside three names. */
class PoolTest {
  private static final List<Integer> COUNTS = List.of(1, 2, 5);
  private static final int NAMES = 5;
  private static final int OTHERS = 3;

  private static TableDensity density(Conditioning conditioning) {
    List<Cell> cells = List.of(new CategoryCell(3, COUNTS), new CategoryCell(OTHERS));
    return new TableDensity(cells, List.of(0), Optional.empty(), Mlp.of(8), conditioning);
  }

  private static double[] context(State first, State second, double... values) {
    return DensityLab.context(List.of(first, second), values);
  }

  private static final double[] ALL = context(State.MODELLED, State.MODELLED, 0, 0);

  private static List<double[]> everyRow() {
    return DensityLab.everyRow(NAMES, OTHERS);
  }

  @ParameterizedTest
  @EnumSource
  void probabilitiesOfAllNamesAddUpToOne(Conditioning conditioning) {
    try (DensityLab lab = new DensityLab(density(conditioning))) {
      double total = Arrays.stream(lab.logProb(everyRow(), ALL)).map(Math::exp).sum();
      assertEquals(1, total, 1e-12);
    }
  }

  @Test
  void namesOfThePoolShareItsProbabilityByTheirCounts() {
    try (DensityLab lab = new DensityLab(density(Conditioning.NONE))) {
      for (int other = 0; other < OTHERS; other++) {
        double[] found =
            lab.logProb(
                List.of(
                    new double[] {1, 2, other},
                    new double[] {1, 3, other},
                    new double[] {1, 4, other}));
        assertEquals(Math.log(2), found[1] - found[0], 1e-12);
        assertEquals(Math.log(5), found[2] - found[0], 1e-12);
      }
    }
  }

  @Test
  void numbersBeyondThePoolHaveProbabilityZero() {
    try (DensityLab lab = new DensityLab(density(Conditioning.NONE))) {
      List<double[]> rows = new ArrayList<>();
      for (double wrong : new double[] {-1, NAMES, 1e6, Double.NaN}) {
        rows.add(new double[] {1, wrong, 0});
      }
      double[] none = new double[rows.size()];
      Arrays.fill(none, Double.NEGATIVE_INFINITY);
      assertArrayEquals(none, lab.logProb(rows));
    }
  }

  @ParameterizedTest
  @EnumSource
  void drawsAreNamesInTheirFrequencies(Conditioning conditioning) {
    int count = 40_000;
    try (DensityLab lab = new DensityLab(density(conditioning))) {
      Sample sample = lab.density.sample(lab.scope, lab.bench.noise(count, 9, 1));
      List<Values> drawn =
          lab.bench.fetchAll(List.of(sample.value(), sample.logProb()), lab.feeds(count, ALL));
      List<double[]> rows = IntStream.range(0, count).mapToObj(drawn.get(0)::row).toList();
      assertArrayEquals(lab.logProb(rows, ALL), drawn.get(1).entries(), 1e-9);
      double[] expected = lab.logProb(everyRow(), ALL);
      for (int i = 0; i < expected.length; i++) {
        double[] row = everyRow().get(i);
        double share = Math.exp(expected[i]);
        double found = rows.stream().filter(other -> Arrays.equals(row, other)).count();
        assertEquals(share, found / count, 4.5 * Math.sqrt(share * (1 - share) / count));
      }
    }
  }

  @Test
  void givenNamesOfThePoolAreKept() {
    int count = 50;
    double[] context = context(State.GIVEN, State.MODELLED, 3, 0);
    try (DensityLab lab = new DensityLab(density(Conditioning.ANY))) {
      Sample sample = lab.density.sample(lab.scope, lab.bench.noise(count, 2, 1));
      Values drawn = lab.bench.fetch(sample.value(), lab.feeds(count, context));
      for (int i = 0; i < count; i++) {
        assertEquals(3, drawn.row(i)[1]);
      }
      double[] one = lab.logProb(List.of(new double[] {1, 3, 0}), context);
      double[] same = context(State.GIVEN, State.MODELLED, 4, 0);
      assertArrayEquals(one, lab.logProb(List.of(new double[] {1, 4, 0}), same), 1e-12);
      double[] other = context(State.GIVEN, State.MODELLED, 1, 0);
      double differing = lab.logProb(List.of(new double[] {1, 1, 0}), other)[0];
      assertTrue(Math.abs(one[0] - differing) > 1e-3);
    }
  }

  @Test
  void rejectsCountsOfNothing() {
    Expect.rejected("positive counts, got [1, 0]", () -> new CategoryCell(3, List.of(1, 0)));
  }
}
