package io.github.tfflows.tables.synthetic;

import static io.github.tfflows.tables.synthetic.TableSamples.NONE;
import static io.github.tfflows.tables.synthetic.TableSamples.names;
import static io.github.tfflows.tables.synthetic.TableSamples.numbers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Expect;
import java.util.Arrays;
import java.util.List;
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

  @Test
  void rejectsColumnsOfUnequalLength() {
    Expect.rejected(
        "expected 1 values in column y, got 2",
        () -> new TableSample(List.of(numbers("x", 1), numbers("y", 1, 2))));
  }

  private static double shape(SampleColumn real, SampleColumn synthetic) {
    return ColumnShape.of(real, synthetic).score();
  }

  private static PairTrend trend(
      SampleColumn x, SampleColumn y, SampleColumn drawnX, SampleColumn drawnY) {
    return PairTrend.of(PairTrend.Side.of(x, drawnX), PairTrend.Side.of(y, drawnY));
  }
}
