package io.github.tfflows.cli.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.evaluate.Samples;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.evaluation.Uniformity;
import io.github.tfflows.testing.Expect;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EnergyTestTest {
  private static final int PERMUTATIONS = 199;

  @Test
  void distanceIsTheDifferenceOfMeanDistances() {
    Rows x = Samples.column(0, 1);
    // between: (2 + 3 + 1 + 2) / 4; within either: (0 + 1 + 1 + 0) / 4
    assertEquals(2 * 2 - 0.5 - 0.5, EnergyTest.distance(x, Samples.column(2, 3)), 1e-6);
    assertEquals(0, EnergyTest.distance(x, x), 1e-6);
    Rows corners = Rows.of(new float[] {0, 0, 0, 0}, 2);
    assertEquals(2 * 5, EnergyTest.distance(corners, Rows.of(new float[] {3, 4, 3, 4}, 2)), 1e-6);
  }

  /** Expected value: the square of scipy.stats.energy_distance of SciPy. */
  @Test
  void distanceOnTheLineAgreesWithSciPy() {
    assertEquals(
        10 / 9.0,
        EnergyTest.distance(Samples.column(0, 1.5f, 4), Samples.column(1, 2, 7.5f)),
        1e-6);
  }

  @Test
  void pValuesOfEqualDistributionsAreSpreadEvenly() {
    double[] pValues =
        LongStream.range(0, 100)
            .mapToDouble(
                i -> test(Samples.normal(40, 2, 2 * i), Samples.normal(40, 2, 2 * i + 1)).pValue())
            .toArray();
    assertTrue(Uniformity.of("p-values", pValues).pValue() > 0.01);
  }

  @Test
  void findsAShiftAndACorrelationThatNoColumnShows() {
    float[][] shifted = Samples.normal(300, 2, 1);
    for (float[] row : shifted) {
      row[1] += 0.5f;
    }
    assertEquals(1.0 / (PERMUTATIONS + 1), test(Samples.normal(300, 2, 2), shifted).pValue());
    EnergyTest correlated = test(Samples.normal(300, 2, 3), Samples.correlated(300, 0.8, 4));
    assertEquals(1.0 / (PERMUTATIONS + 1), correlated.pValue());
  }

  @Test
  void dependsOnTheOrderOfValuesInAColumnOnly() {
    float[][] x = Samples.normal(50, 2, 5);
    float[][] y = Samples.normal(50, 2, 6);
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

  @Test
  void rejectsUnequalCounts() {
    Expect.rejected(
        "3 rows",
        () -> EnergyTest.of(Samples.column(1, 2, 3), Samples.column(1, 2), PERMUTATIONS, 1));
  }

  private static EnergyTest test(float[][] x, float[][] y) {
    return EnergyTest.of(Rows.of(x), Rows.of(y), PERMUTATIONS, 1);
  }
}
