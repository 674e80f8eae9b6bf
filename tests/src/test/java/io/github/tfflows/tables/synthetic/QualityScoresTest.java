package io.github.tfflows.tables.synthetic;

import static io.github.tfflows.tables.synthetic.TableSamples.NONE;
import static io.github.tfflows.tables.synthetic.TableSamples.names;
import static io.github.tfflows.tables.synthetic.TableSamples.numbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hipparchus.stat.StatUtils;
import org.junit.jupiter.api.Test;

class QualityScoresTest {
  @Test
  void shapesOfNumbersAreComplementsOfKolmogorovAndSmirnov() {
    // Below 2.5 lie all of the first and one of three of the second; missing values do not count.
    assertEquals(1 / 3.0, shape(numbers("a", 1, 2, NONE), numbers("a", 2, 3, 4)), 1e-12);
    assertEquals(1, shape(numbers("a", 5, 5), numbers("a", 5)), 1e-12);
    assertEquals(0, shape(numbers("a", 1, 2), numbers("a", 3, NONE)), 1e-12);
  }

  @Test
  void shapesOfNamesAreComplementsOfTotalVariation() {
    // Shares 1/2, 1/2, 0 and 1/4, 1/4, 1/2: half of 1/4 + 1/4 + 1/2.
    assertEquals(0.5, shape(names("a", 0, 1), names("a", 0, 1, 2, 2)), 1e-12);
    assertEquals(1, shape(names("a", 3, NONE), names("a", 3, 3, NONE)), 1e-12);
    assertEquals(0, shape(names("a", 0), names("a", 1)), 1e-12);
  }

  @Test
  void columnsWithoutValuesHaveNoScoreAndCountNowhere() {
    TableSample real =
        new TableSample(
            List.of(numbers("a", NONE, NONE), names("b", NONE, NONE), names("c", 0, 1)));
    TableSample synthetic =
        new TableSample(List.of(numbers("a", 1, 2), names("b", 0, 1), names("c", 0, 0)));
    QualityScores scores = QualityScores.of(real, synthetic);
    assertTrue(Double.isNaN(scores.shapes().get(0).score()));
    assertTrue(Double.isNaN(scores.shapes().get(1).score()));
    assertEquals(0.5, scores.columnShapes(), 1e-12);
  }

  @Test
  void trendsOfNumbersCompareCorrelationsOfCompleteRows() {
    SampleColumn x = numbers("x", 1, 2, 3, NONE);
    // Correlations 1 and -0.5.
    PairTrend trend =
        trend(x, numbers("y", 2, 4, 6, 100), numbers("x", 1, 2, 3), numbers("y", 2, 3, 1));
    assertEquals(1, trend.association(), 1e-12);
    assertEquals(1 - 1.5 / 2, trend.score(), 1e-12);
    assertTrue(trend.isStrong());
  }

  @Test
  void trendsOfNumbersDependOnNoUnit() {
    SampleColumn y = numbers("y", 2, 3, 1);
    for (double unit : new double[] {1e-300, 1, 1e300}) {
      SampleColumn x = numbers("x", unit, 2 * unit, 3 * unit);
      assertEquals(-0.5, trend(x, y, x, y).association(), 1e-12, "unit " + unit);
    }
  }

  @Test
  void correlationsThatAreNotDefinedDoNotCount() {
    SampleColumn x = numbers("x", 1, 2, 3);
    for (SampleColumn y :
        List.of(
            numbers("y", 5, 5, 5), numbers("y", NONE, NONE, NONE), numbers("y", 1, NONE, NONE))) {
      PairTrend trend = trend(x, y, x, numbers("y", 1, 2, 3));
      assertTrue(Double.isNaN(trend.score()), trend::toString);
      assertFalse(trend.isStrong(), trend::toString);
    }
    PairTrend drawn = trend(x, numbers("y", 1, 2, 4), x, numbers("y", 5, 5, 5));
    assertFalse(drawn.isStrong(), drawn::toString);
  }

  @Test
  void trendsOfNamesCompareJointSharesWithMissingValuesAsOne() {
    // Shares (0,0), (1,1), (-,1): 1/2, 1/4, 1/4 and 1/4, 1/2, 0, and (1,0) 1/4.
    PairTrend trend =
        trend(
            names("a", 0, 0, 1, NONE),
            names("b", 0, 0, 1, 1),
            names("a", 0, 1, 1, 1),
            names("b", 0, 1, 1, 0));
    assertEquals(1 - (0.25 + 0.25 + 0.25 + 0.25) / 2, trend.score(), 1e-12);
    assertEquals(1, trend.association(), 1e-12);
    assertTrue(trend.isStrong());
  }

  /** Of the table 2 0, 1 1 the value of χ² is 4/3; V is the root of a fourth of it. */
  @Test
  void associationIsCramersV() {
    SampleColumn a = names("a", 0, 0, 1, 1);
    SampleColumn b = names("b", 0, 0, 0, 1);
    assertEquals(Math.sqrt(1 / 3.0), trend(a, b, a, b).association(), 1e-12);
    SampleColumn one = names("b", 0, 0, 0, 0);
    assertTrue(Double.isNaN(trend(a, one, a, one).association()));
    assertFalse(trend(a, one, a, one).isStrong());
  }

  @Test
  void numbersBesideNamesAreBinnedBetweenTheExtremesOfTheirSample() {
    int[] codes = Contingency.Codes.of(numbers("a", 0, 1, 9.99, 10, NONE), 0).codes();
    assertEquals(List.of(1, 2, 10, 11, 11), Arrays.stream(codes).boxed().toList());
    assertEquals(6, Contingency.Codes.of(numbers("a", 3, 3), 0).codes()[0]);
    assertEquals(11, Contingency.Codes.of(numbers("a", NONE), 0).codes()[0]);
  }

  @Test
  void weakPairsDoNotCountAndTheOverallScoreIsTheMeanOfTheRest() {
    TableSample real = TableSamples.dependent(500, 0.1, 1);
    QualityScores equal = QualityScores.of(real, real);
    assertEquals(
        List.of("x sign"), equal.strong().stream().map(p -> p.first() + " " + p.second()).toList());
    assertEquals(1, equal.overall(), 1e-12);
    QualityScores other = QualityScores.of(real, TableSamples.dependent(500, 0.9, 2));
    assertEquals((other.columnShapes() + other.columnPairTrends()) / 2, other.overall(), 1e-12);
    assertTrue(other.allPairTrends() < other.columnPairTrends() - 0.05, "x, y differ");
    TableSample column = new TableSample(List.of(numbers("x", 1, 2)));
    assertEquals(1, QualityScores.of(column, column).overall(), 1e-12);
  }

  @Test
  void givenColumnsHaveNoShapeAndNoPairsAmongThemselves() {
    List<SampleColumn> columns =
        List.of(numbers("x", 1, 2), numbers("c", 1, 2), numbers("d", 1, 2));
    QualityScores scores =
        QualityScores.of(new TableSample(columns, 1, 2), new TableSample(columns, 1, 2));
    assertEquals(1, scores.shapes().size());
    assertEquals(2, scores.trends().size());
  }

  private static double shape(SampleColumn real, SampleColumn synthetic) {
    return ColumnShape.of(real, synthetic).score();
  }

  private static PairTrend trend(
      SampleColumn x, SampleColumn y, SampleColumn drawnX, SampleColumn drawnY) {
    return PairTrend.of(PairTrend.Side.of(x, drawnX), PairTrend.Side.of(y, drawnY));
  }

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
    Expect.rejected("distances must be at least 1, got 0", () -> Closeness.of());
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

  /** Ten days, and numbers of one decimal from 1 to 1.9. */
  private static TableSchema schema() throws IOException {
    TableSource days = Tables.of("day,x", 10, i -> List.of("2024-05-" + (11 + i), "1." + i));
    return TableScan.all().of(days, Missing.MODEL);
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
    return new TableColumn(name, new ColumnKind.Real(), new NumberCoding(0), 0.5);
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

  @Test
  void rejectsUnequalLengthsAndAClassWithoutScores() {
    Expect.rejected(
        "expected 1 values in column y, got 2",
        () -> new TableSample(List.of(numbers("x", 1), numbers("y", 1, 2))));
    Expect.rejected("got 0 and 1", () -> Auroc.of(new double[0], new double[] {1}));
  }
}
