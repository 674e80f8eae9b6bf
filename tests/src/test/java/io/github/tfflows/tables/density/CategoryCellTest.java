package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.testing.Expect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two names and a pool of three, which can be missing, beside three names. Both columns may leave a
 * probability to names that were not seen.
 */
class CategoryCellTest {
  private static final int NAMES = 5;
  private static final int OTHERS = 3;
  private static final double[] ALL = context(State.MODELLED, State.MODELLED, 0, 0);

  /** Every row with the first column missing or of each name, an unseen one included. */
  private static final List<double[]> ROWS = everyRow();

  private static List<double[]> everyRow() {
    List<double[]> rows = new ArrayList<>();
    for (int other = 0; other <= OTHERS; other++) {
      rows.add(new double[] {0, 0, other});
      for (int name = 0; name <= NAMES; name++) {
        rows.add(new double[] {1, name, other});
      }
    }
    return rows;
  }

  private static DensityLab lab(double unseen, Conditioning conditioning) {
    List<Cell> cells =
        List.of(
            new CategoryCell(3, List.of(1, 2, 5), 0.4 * unseen),
            new CategoryCell(OTHERS, List.of(), unseen));
    return new DensityLab(
        new TableDensity(cells, List.of(0), Optional.empty(), Mlp.of(8), conditioning));
  }

  private static double[] context(State first, State second, double... values) {
    return DensityLab.context(List.of(first, second), values);
  }

  private static double sum(double... logProb) {
    return Arrays.stream(logProb).map(Math::exp).sum();
  }

  @ParameterizedTest
  @CsvSource({"0, NONE", "0, ANY", "0.25, NONE", "0.25, ANY"})
  void probabilitiesAddUpToOneWithThatOfUnseenNames(double unseen, Conditioning conditioning) {
    try (DensityLab lab = lab(unseen, conditioning)) {
      assertEquals(1, sum(lab.logProb(ROWS, ALL)), 1e-12);
      List<double[]> others = ROWS.stream().filter(row -> row[2] == OTHERS).toList();
      assertEquals(unseen, sum(lab.logProb(others, ALL)), 1e-12);
    }
  }

  @Test
  void namesOfThePoolShareItsProbabilityByTheirCounts() {
    try (DensityLab lab = lab(0, Conditioning.NONE)) {
      for (int other = 0; other < OTHERS; other++) {
        int first = other * (NAMES + 2) + 3;
        double[] found = lab.logProb(ROWS.subList(first, first + 3));
        assertEquals(Math.log(2), found[1] - found[0], 1e-12);
        assertEquals(Math.log(5), found[2] - found[0], 1e-12);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25})
  void otherNumbersAreImpossible(double unseen) {
    try (DensityLab lab = lab(unseen, Conditioning.NONE)) {
      for (double wrong : new double[] {-1, NAMES + Math.ceil(unseen), 1e6, Double.NaN}) {
        double found = lab.logProb(List.of(new double[] {1, wrong, 0}))[0];
        assertEquals(Double.NEGATIVE_INFINITY, found, "of " + wrong);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void drawsAreNamesInTheirFrequencies(Conditioning conditioning) {
    int count = 40_000;
    try (DensityLab lab = lab(0, conditioning)) {
      List<double[]> drawn = lab.drawn(count, 9, ALL);
      double[] expected = lab.logProb(ROWS, ALL);
      for (int i = 0; i < expected.length; i++) {
        double[] row = ROWS.get(i);
        double share = Math.exp(expected[i]);
        double found = drawn.stream().filter(other -> Arrays.equals(row, other)).count();
        assertEquals(share, found / count, 4.5 * Math.sqrt(share * (1 - share) / count));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void drawsAreSeen(Conditioning conditioning) {
    try (DensityLab lab = lab(0.25, conditioning)) {
      List<double[]> drawn = lab.drawn(20_000, 9, ALL);
      assertTrue(drawn.stream().allMatch(row -> row[1] < NAMES && row[2] < OTHERS));
    }
  }

  @Test
  void givenNamesOfThePoolAreKept() {
    double[] context = context(State.GIVEN, State.MODELLED, 3, 0);
    try (DensityLab lab = lab(0, Conditioning.ANY)) {
      lab.drawn(50, 2, context).forEach(row -> assertEquals(3, row[1]));
      double[] one = lab.logProb(List.of(new double[] {1, 3, 0}), context);
      double[] same = context(State.GIVEN, State.MODELLED, 4, 0);
      assertArrayEquals(one, lab.logProb(List.of(new double[] {1, 4, 0}), same), 1e-12);
      double[] other = context(State.GIVEN, State.MODELLED, 1, 0);
      double differing = lab.logProb(List.of(new double[] {1, 1, 0}), other)[0];
      assertTrue(Math.abs(one[0] - differing) > 1e-3);
    }
  }

  /** Networks read zeros, whatever the other cell. */
  @Test
  void theRestIsConditionalOnAnUnseenName() {
    double[] context = context(State.GIVEN, State.MODELLED, NAMES, 0);
    try (DensityLab lab = lab(0.25, Conditioning.ANY)) {
      List<double[]> rows = ROWS.stream().filter(row -> row[1] == NAMES).toList();
      assertEquals(1, sum(lab.logProb(rows, context)), 1e-12);
      assertEquals(NAMES, lab.drawn(10, 2, context).get(3)[1], "the given place is kept");
    }
  }

  @Test
  void rejectsCountsOfNothingAndWhatIsNoProbability() {
    Expect.rejected("at least one category, got 0", () -> new CategoryCell(0));
    Expect.rejected("positive counts, got [1, 0]", () -> new CategoryCell(3, List.of(1, 0)));
    Expect.rejected("below 1, got 1.0", () -> new CategoryCell(3, List.of(), 1));
    Expect.rejected("below 1, got NaN", () -> new CategoryCell(3, List.of(), Double.NaN));
  }
}
