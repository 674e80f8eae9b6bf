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

/**
 * Five names, three of them in a pool, and three names; both columns leave something for others.
 * The first can lack values.
 */
class UnseenCategoryTest {
  private static final double FIRST = 0.1;
  private static final double SECOND = 0.25;
  private static final int NAMES = 5;
  private static final int OTHERS = 3;

  private static TableDensity density(Conditioning conditioning) {
    List<Cell> cells =
        List.of(
            new CategoryCell(3, List.of(1, 2, 5), FIRST),
            new CategoryCell(OTHERS, List.of(), SECOND));
    return new TableDensity(cells, List.of(0), Optional.empty(), Mlp.of(8), conditioning);
  }

  private static double[] context(State first, State second, double... values) {
    return DensityLab.context(List.of(first, second), values);
  }

  private static final double[] ALL = context(State.MODELLED, State.MODELLED, 0, 0);

  /** Every row with the first column missing or of each name, an unseen one included. */
  private static List<double[]> everyRow() {
    return DensityLab.everyRow(NAMES + 1, OTHERS + 1);
  }

  @ParameterizedTest
  @EnumSource
  void probabilitiesAddUpToOneWithThatOfUnseenNames(Conditioning conditioning) {
    try (DensityLab lab = new DensityLab(density(conditioning))) {
      double[] found = lab.logProb(everyRow(), ALL);
      assertEquals(1, Arrays.stream(found).map(Math::exp).sum(), 1e-12);
      double unseen = 0;
      for (int i = 0; i < found.length; i++) {
        unseen += everyRow().get(i)[2] == OTHERS ? Math.exp(found[i]) : 0;
      }
      assertEquals(SECOND, unseen, 1e-12);
    }
  }

  @Test
  void otherNumbersStayImpossible() {
    try (DensityLab lab = new DensityLab(density(Conditioning.NONE))) {
      List<double[]> rows = new ArrayList<>();
      for (double wrong : new double[] {-1, NAMES + 1, 1e6, Double.NaN}) {
        rows.add(new double[] {1, wrong, 0});
      }
      double[] none = new double[rows.size()];
      Arrays.fill(none, Double.NEGATIVE_INFINITY);
      assertArrayEquals(none, lab.logProb(rows));
    }
  }

  @ParameterizedTest
  @EnumSource
  void drawsAreSeenAndHaveTheirProbability(Conditioning conditioning) {
    int count = 20_000;
    try (DensityLab lab = new DensityLab(density(conditioning))) {
      Sample sample = lab.density.sample(lab.scope, lab.bench.noise(count, 9, 1));
      List<Values> drawn =
          lab.bench.fetchAll(List.of(sample.value(), sample.logProb()), lab.feeds(count, ALL));
      List<double[]> rows = IntStream.range(0, count).mapToObj(drawn.get(0)::row).toList();
      assertTrue(rows.stream().allMatch(row -> row[1] < NAMES && row[2] < OTHERS));
      assertArrayEquals(lab.logProb(rows, ALL), drawn.get(1).entries(), 1e-9);
    }
  }

  /** Networks read zeros, whatever the other cell. */
  @Test
  void theRestIsConditionalOnAnUnseenName() {
    double[] context = context(State.GIVEN, State.MODELLED, NAMES, 0);
    try (DensityLab lab = new DensityLab(density(Conditioning.ANY))) {
      List<double[]> rows = new ArrayList<>();
      for (int other = 0; other <= OTHERS; other++) {
        rows.add(new double[] {1, NAMES, other});
      }
      double[] found = lab.logProb(rows, context);
      assertEquals(1, Arrays.stream(found).map(Math::exp).sum(), 1e-12);
      Sample sample = lab.density.sample(lab.scope, lab.bench.noise(10, 2, 1));
      Values drawn = lab.bench.fetch(sample.value(), lab.feeds(10, context));
      assertEquals(NAMES, drawn.row(3)[1], "the given place is kept");
    }
  }

  @Test
  void rejectsWhatIsNoProbability() {
    Expect.rejected("below 1, got 1.0", () -> new CategoryCell(3, List.of(), 1));
    Expect.rejected("below 1, got NaN", () -> new CategoryCell(3, List.of(), Double.NaN));
  }
}
