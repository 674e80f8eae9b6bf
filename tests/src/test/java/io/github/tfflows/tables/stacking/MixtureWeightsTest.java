package io.github.tfflows.tables.stacking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MixtureWeightsTest {
  private static double[] counts(int rows) {
    double[] counts = new double[rows];
    Arrays.fill(counts, 1);
    return counts;
  }

  /** The density of each row under one density is twice that under the other. */
  @Test
  void theMeanGradientIsTheSameForAllDensities() {
    double two = Math.log(2);
    double[][] rows = new double[1000][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = row < 600 ? new double[] {two, 0} : new double[] {0, two};
    }
    // The likelihood has its maximum where 600/(1 + w) = 400/(2 - w), that is at w = 0.8.
    assertArrayEquals(new double[] {0.8, 0.2}, MixtureWeights.of(rows, counts(1000)), 2e-3);
  }

  @Test
  void rowsCountByTheirWeights() {
    double[][] rows = {{2, 0}, {0, 2}, {0, 2}};
    double[][] repeated = {{2, 0}, {2, 0}, {2, 0}, {0, 2}, {0, 2}};
    assertArrayEquals(
        MixtureWeights.of(repeated, counts(5)), MixtureWeights.of(rows, 3, 1, 1), 1e-12);
  }

  @Test
  void densitiesThatAddLittleAreLeftOutButTheFirst() {
    double[][] rows = new double[200][];
    Arrays.fill(rows, new double[] {-9, 0, -9});
    double[] weights = MixtureWeights.of(rows, counts(200));
    assertEquals(0, weights[2]);
    assertEquals(1, weights[0] + weights[1], 1e-12);
    assertEquals(0.001, weights[0], 2e-4, "0.2 of 200.4 rows, and some");
  }

  @Test
  void aRowThatIsImpossibleUnderOneDensityHasThatOfTheOther() {
    double[][] rows = {{Double.NEGATIVE_INFINITY, 1}, {1, Double.NEGATIVE_INFINITY}};
    assertArrayEquals(new double[] {0.5, 0.5}, MixtureWeights.of(rows, counts(2)), 1e-9);
    double mean = MixtureWeights.meanLogDensity(rows, counts(2), 0.5, 0.5);
    assertEquals(1 - Math.log(2), mean, 1e-12);
  }
}
