package io.github.tfflows.cli.statistic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.LinearGaussian;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.FitParts;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.evaluation.Mean;
import io.github.tfflows.tables.evaluation.Uniformity;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.TestRows;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Statistics of the tool: energy distances, conditions of a Gaussian, and simple densities. */
class EnergyTestTest {
  private static Rows column(float... values) {
    return Rows.of(values, 1);
  }

  private static final int PERMUTATIONS = 199;

  @Test
  void distanceIsTheDifferenceOfMeanDistances() {
    Rows x = column(0, 1);
    // between: (2 + 3 + 1 + 2) / 4; within either: (0 + 1 + 1 + 0) / 4
    assertEquals(2 * 2 - 0.5 - 0.5, EnergyTest.distance(x, column(2, 3)), 1e-6);
    assertEquals(0, EnergyTest.distance(x, x), 1e-6);
    Rows corners = Rows.of(new float[] {0, 0, 0, 0}, 2);
    assertEquals(2 * 5, EnergyTest.distance(corners, Rows.of(new float[] {3, 4, 3, 4}, 2)), 1e-6);
  }

  /** Expected value: the square of scipy.stats.energy_distance of SciPy. */
  @Test
  void distanceOnTheLineAgreesWithSciPy() {
    assertEquals(10 / 9.0, EnergyTest.distance(column(0, 1.5f, 4), column(1, 2, 7.5f)), 1e-6);
  }

  @Test
  void pValuesOfEqualDistributionsAreSpreadEvenly() {
    double[] pValues =
        LongStream.range(0, 100)
            .mapToDouble(
                i ->
                    test(TestRows.gaussian(40, 2, 2 * i), TestRows.gaussian(40, 2, 2 * i + 1))
                        .pValue())
            .toArray();
    assertTrue(Uniformity.of("p-values", pValues).pValue() > 0.01);
  }

  @Test
  void findsAShiftAndACorrelationThatNoColumnShows() {
    float[][] shifted = TestRows.gaussian(300, 2, 1);
    for (float[] row : shifted) {
      row[1] += 0.5f;
    }
    assertEquals(1.0 / (PERMUTATIONS + 1), test(TestRows.gaussian(300, 2, 2), shifted).pValue());
    EnergyTest correlated = test(TestRows.gaussian(300, 2, 3), TestRows.correlated(300, 0.8, 4));
    assertEquals(1.0 / (PERMUTATIONS + 1), correlated.pValue());
  }

  @Test
  void dependsOnTheOrderOfValuesInAColumnOnly() {
    float[][] x = TestRows.gaussian(50, 2, 5);
    float[][] y = TestRows.gaussian(50, 2, 6);
    EnergyTest before = test(x, y);
    for (float[][] rows : new float[][][] {x, y}) {
      for (float[] row : rows) {
        row[0] = (float) Math.exp(3 * row[0]);
        row[1] = 1e6f * row[1];
      }
    }
    assertEquals(before, test(x, y));
  }

  @Test
  void equalRowsInBothAreNoDifference() {
    float[][] ones = new float[20][2];
    EnergyTest test = test(ones, ones);
    assertEquals(0, test.distance());
    assertEquals(1, test.pValue());
  }

  private static EnergyTest test(float[][] x, float[][] y) {
    return EnergyTest.of(Rows.of(x), Rows.of(y), PERMUTATIONS, 1);
  }

  @Test
  void mixtureSeesTwoClustersWhereOneGaussianDoesNot() {
    float[][] rows = TestRows.correlated(2000, 0.9, 5);
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] += i % 2 == 0 ? 8 : -8;
    }
    Data.Split split = Data.of(rows).split(0.5, 1);
    LinearGaussian gaussian = LinearGaussian.fit(split.training());
    try (MixtureOfGaussians mixture = MixtureOfGaussians.fit(gaussian, split.training(), 1)) {
      double entropy = // of both clusters and of which it is
          Math.log(2) + Math.log(2 * Math.PI * Math.E) + 0.5 * Math.log(1 - 0.81);
      double found = Mean.of(mixture.logProb(split.heldOut())).value();
      assertEquals(-entropy, found, 0.15);
      assertTrue(found > Mean.of(gaussian.logProb(split.heldOut())).value() + 0.5);
      assertEquals(5, gaussian.parameters(), "two means and a covariance");
      assertEquals(5, mixture.parameters() - mixture.mixture().weights().size());
    }
  }

  @Test
  void eachKindBecomesNumbersThatAMeanCanBeLinearIn() {
    Conditions conditions =
        new Conditions(
            List.of(
                new TableColumn("name", new ColumnKind.Categorical(), List.of("a", "b", "c")),
                new TableColumn("hour", new ColumnKind.Circular(24), List.of()),
                new TableColumn("price", new ColumnKind.Positive(), List.of()),
                new TableColumn("x", new ColumnKind.Real(), List.of())));
    Rows numbers = conditions.apply(Rows.of(new float[][] {{1, 6, 1, -4}, {2, 12, 100, 5}}));
    assertEquals(7, numbers.size());
    float log100 = (float) Math.log(100);
    assertArrayEquals(
        new float[] {0, 1, 0, 1, 0, 0, -4, 0, 0, 1, 0, -1, log100, 5}, numbers.values(), 1e-6f);
  }

  @Test
  void smallNumbersHaveDensitiesPerUnitOfTheirValues() throws IOException {
    FitParts parts = TableFit.of(Tables.of("x", 200, i -> List.of(1e-50 * Math.sin(i)))).parts();
    Rows rows = parts.splits().get(0).training().x();
    float[] logProb = IndependentColumns.fit(parts.table().schema(), rows).logProb(rows);
    double entropy = 0.5 * Math.log(Math.PI * Math.E) + Math.log(1e-50); // of the variance 0.5e-100
    assertEquals(-entropy, Mean.of(logProb).value(), 0.1);
  }

  @Test
  void noConditionsStayNone() {
    assertEquals(Rows.empty(3), new Conditions(List.of()).apply(Rows.empty(3)));
  }

  @Test
  void rejectsUnequalCounts() {
    Expect.rejected("3 rows", () -> EnergyTest.of(column(1, 2, 3), column(1, 2), PERMUTATIONS, 1));
  }
}
