package io.github.tfflows.tables.synthetic;

import static io.github.tfflows.tables.synthetic.TableSamples.NONE;
import static io.github.tfflows.tables.synthetic.TableSamples.names;
import static io.github.tfflows.tables.synthetic.TableSamples.numbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Gaps;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.hipparchus.stat.StatUtils;
import org.junit.jupiter.api.Test;

/** Distances of draws to rows, samples of tables, and areas under curves. */
class ClosestRowsTest {
  private static final double EPS = 1e-6;

  @Test
  void distancesAreMeansOfRanksAndOfMismatches() {
    TableSample others =
        new TableSample(List.of(numbers("x", 10, 20, 30, 40), names("n", 0, 0, 1, 1)));
    TableSample rows =
        new TableSample(List.of(numbers("x", 10, 25, 40, 1000), names("n", 0, 0, 0, 1)));
    // Ranks of the others 1/8, 3/8, 5/8, 7/8. 25 has 1/2, 1000 has 1. Of 40 with name 0 the closest
    // is 20 with it: (1/2 + 0)/2, while 40 without it is at (0 + 1)/2.
    assertArrayEquals(
        new double[] {0, 1 / 16.0, 1 / 4.0, 1 / 16.0},
        new ClosestRows(others).distances(rows),
        EPS);
  }

  @Test
  void missingValuesEqualEachOtherOnly() {
    TableSample others = new TableSample(List.of(numbers("x", NONE, 1), names("n", 0, NONE)));
    TableSample rows =
        new TableSample(List.of(numbers("x", NONE, NONE, 1), names("n", 0, NONE, 0)));
    assertArrayEquals(new double[] {0, 0.5, 0.5}, new ClosestRows(others).distances(rows), EPS);
    TableSample missing = new TableSample(List.of(numbers("x", NONE, NONE)));
    assertArrayEquals(new double[] {1}, new ClosestRows(missing).distances(sample(3)), EPS);
  }

  @Test
  void quantilesAndCopies() {
    double[] distances = new double[101];
    for (int i = 1; i < distances.length; i++) {
      distances[i] = i;
    }
    Closeness closeness = Closeness.of(distances);
    assertEquals(50, closeness.median(), EPS);
    assertEquals(1 / 101.0, closeness.copies(), EPS);
    assertEquals(0.02, closeness.lowest(), EPS);
    assertEquals(4.1, closeness.low(), EPS);
  }

  @Test
  void copiesOfTrainingRowsAreCloserToThem() {
    TableSample training = TableSamples.dependent(400, 0.5, 1);
    TableSample unseen = TableSamples.dependent(300, 0.5, 2);
    TableSample fresh = TableSamples.dependent(1_000, 0.5, 3);
    Copies copies = Copies.of(training, unseen, training, fresh);
    assertEquals(300, copies.rows());
    assertEquals((300 + 50) / 400.0, copies.draws(), 0.06);
    assertEquals(0.5, copies.real(), 0.06);
    Copies equal = Copies.of(training, training, fresh, fresh);
    assertEquals(0.5, equal.draws(), EPS);
  }

  private static TableSample sample(double... x) {
    return new TableSample(List.of(numbers("x", x)));
  }

  @Test
  void quantilesOfDistancesAreThoseOfHipparchus() {
    for (int count : new int[] {1, 2, 7, 99, 100, 1_000}) {
      double[] distances = new Random(count).doubles(count).toArray();
      Closeness found = Closeness.of(distances);
      assertEquals(StatUtils.percentile(distances, 1), found.lowest(), 1e-15);
      assertEquals(StatUtils.percentile(distances, 5), found.low(), 1e-15);
      assertEquals(StatUtils.percentile(distances, 50), found.median(), 1e-15);
    }
  }

  @Test
  void aurocIsTheShareOfPairsInOrderWithHalfOfTheEqualOnes() {
    // 3 > 1, 2; 2 > 1 and = 2: 3.5 of 4 pairs. Placements 1, 3/4 and 1, 3/4.
    Auroc area = Auroc.of(new double[] {3, 2}, new double[] {1, 2});
    assertEquals(3.5 / 4, area.value(), 1e-12);
    assertEquals(Math.sqrt(1 / 32.0 / 2 * 2), area.standardError(), 1e-12);
    assertEquals(1, Auroc.of(new double[] {2}, new double[] {1}).value());
    assertEquals(0, Auroc.of(new double[] {1}, new double[] {2}).value());
    assertEquals(0.5, Auroc.of(new double[] {1, 1}, new double[] {1}).value());
  }

  @Test
  void infiniteScoresHaveTheirPlace() {
    double infinity = Double.POSITIVE_INFINITY;
    assertEquals(1, Auroc.of(new double[] {infinity}, new double[] {-infinity, 0}).value());
    assertEquals(0.75, Auroc.of(new double[] {infinity}, new double[] {infinity, 0}).value());
  }

  @Test
  void rejectsAClassWithoutScores() {
    Expect.rejected("got 0 and 1", () -> Auroc.of(new double[0], new double[] {1}));
  }

  /** Ten days, and numbers of one decimal from 1 to 1.9. */
  private static TableSchema schema() throws IOException {
    List<List<String>> rows =
        IntStream.range(0, 10)
            .mapToObj(i -> List.of("2024-05-%02d".formatted(11 + i), "1." + i))
            .toList();
    return TableScan.all().of(TableSources.of("days", List.of("day", "x"), rows), Missing.MODEL);
  }

  @Test
  void datesAndNumbersAreRoundedToTheirSteps() throws IOException {
    Rows x = Rows.of(new float[] {2.4f, 1.26f, -3.6f, 7}, 2);
    TableSample rows = TableSample.of(schema(), x, Rows.empty(2));
    assertArrayEquals(new double[] {2, -4}, rows.columns().get(0).values());
    assertArrayEquals(new double[] {1.3, 7}, rows.columns().get(1).values());
  }

  @Test
  void drawsKeepToTheRangeOfTheData() throws IOException {
    Rows x = Rows.of(new float[] {2.4f, 1.26f, -3.6f, 7}, 2);
    TableSample draws = TableSample.ofDraws(schema(), x, Rows.empty(2));
    assertArrayEquals(new double[] {1.3, 1.9}, draws.columns().get(1).values());
  }

  private static TableColumn numberWithGaps(String name) {
    return new TableColumn(name, new ColumnKind.Real(), new NumberCoding(0), new Gaps(0.5));
  }

  /** Events have a bit, a number and a name; conditions a number and a bit. */
  @Test
  void samplesMarkMissingValuesAndNamesThatNeverOccurred() {
    TableColumn name = new TableColumn("k", new ColumnKind.Categorical(), List.of("a", "b"));
    TableSchema schema =
        new TableSchema(List.of(numberWithGaps("x"), name), List.of(numberWithGaps("g")));
    Rows events = Rows.of(new float[] {1, 2.5f, 0, 0, 9, 1, 1, -1, 7}, 3);
    Rows conditions = Rows.of(new float[] {7, 1, 8, 0, 9, 1}, 2);
    TableSample sample = TableSample.of(schema, events, conditions);
    assertEquals(2, sample.modelled());
    assertArrayEquals(new double[] {2.5, Double.NaN, -1}, sample.columns().get(0).values());
    assertArrayEquals(new double[] {0, 1, 2}, sample.columns().get(1).values());
    assertArrayEquals(new double[] {7, Double.NaN, 9}, sample.columns().get(2).values());
  }
}
