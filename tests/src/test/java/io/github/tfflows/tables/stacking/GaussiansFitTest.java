package io.github.tfflows.tables.stacking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Gaussians of scaled rows, and weights of mixtures. */
class GaussiansFitTest {
  private static ScaledRows rows(double[][] rows, double... counts) {
    double[] all = new double[rows.length];
    Arrays.fill(all, 1);
    return new ScaledRows(rows, counts.length > 0 ? counts : all, new float[rows.length]);
  }

  private static double mean(FittedGaussians fitted, double[][] rows) {
    return Arrays.stream(rows).mapToDouble(fitted::logDensity).average().orElseThrow();
  }

  private static double[][] correlated(int count) {
    Random random = new Random(4);
    double[][] rows = new double[count][2];
    for (double[] row : rows) {
      row[0] = 1 + random.nextGaussian();
      row[1] = row[0] + 0.5 * random.nextGaussian();
    }
    return rows;
  }

  /** Its mean log-density at its own rows is that of a Gaussian of their covariance. */
  @Test
  void oneGaussianHasTheMomentsOfTheRows() {
    double[][] rows = correlated(500);
    FittedGaussians fitted = GaussiansFit.of(rows(rows), 1, GaussiansFit.Prior.COVARIANCE, 0);
    double[] sums = new double[5];
    for (double[] row : rows) {
      sums[0] += row[0] / 500;
      sums[1] += row[1] / 500;
      sums[2] += row[0] * row[0] / 500;
      sums[3] += row[1] * row[1] / 500;
      sums[4] += row[0] * row[1] / 500;
    }
    double covariance = sums[4] - sums[0] * sums[1];
    double determinant =
        (sums[2] - sums[0] * sums[0]) * (sums[3] - sums[1] * sums[1]) - covariance * covariance;
    double expected = -Math.log(2 * Math.PI) - Math.log(determinant) / 2 - 1;
    assertEquals(expected, mean(fitted, rows), 1e-4);
  }

  @Test
  void variancesAsPriorPullAwayFromTheCorrelation() {
    double[][] rows = correlated(12);
    double plain = mean(GaussiansFit.of(rows(rows), 1, GaussiansFit.Prior.COVARIANCE, 0), rows);
    double pulled = mean(GaussiansFit.of(rows(rows), 1, GaussiansFit.Prior.VARIANCES, 0), rows);
    assertTrue(pulled < plain - 0.01, pulled + " and " + plain);
  }

  @Test
  void heapsAreFound() {
    Random random = new Random(1);
    double[][] rows = new double[300][];
    for (int i = 0; i < rows.length; i++) {
      double centre = List.of(-2.0, 0.0, 2.0).get(i % 3);
      rows[i] =
          new double[] {centre + 0.1 * random.nextGaussian(), -centre + random.nextGaussian()};
    }
    FittedGaussians fitted = GaussiansFit.of(rows(rows), 3, GaussiansFit.Prior.COVARIANCE, 0);
    List<FittedGaussians.Part> parts =
        fitted.parts().stream()
            .sorted(Comparator.comparing(part -> part.shift()[0] / part.factor()[0][0]))
            .toList();
    for (int k = 0; k < 3; k++) {
      FittedGaussians.Part part = parts.get(k);
      assertEquals(2 * (k - 1), part.shift()[0] / part.factor()[0][0], 0.05, "the mean");
      assertEquals(1.0 / 3, Math.exp(part.logWeight()), 0.01, "the weight");
    }
  }

  @Test
  void aRowOfCountTwoIsTwoRows() {
    double[][] once = {{0, 1}, {1, 0}, {2, 5}};
    double[][] twice = {{0, 1}, {1, 0}, {2, 5}, {2, 5}};
    for (GaussiansFit.Prior prior : GaussiansFit.Prior.values()) {
      double[] at = {1.5, 2};
      double expected = GaussiansFit.of(rows(twice), 1, prior, 0).logDensity(at);
      assertEquals(
          expected, GaussiansFit.of(rows(once, 1, 1, 2), 1, prior, 0).logDensity(at), 1e-9);
    }
  }

  @Test
  void equalColumnsAndEqualRowsHaveAFiniteDensity() {
    double[][] rows = new double[40][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {i % 2, i % 2, i % 2};
    }
    for (GaussiansFit.Prior prior : GaussiansFit.Prior.values()) {
      for (int components : new int[] {1, 3}) {
        double mean = mean(GaussiansFit.of(rows(rows), components, prior, 0), rows);
        assertTrue(Double.isFinite(mean), () -> prior + ", " + components + ": " + mean);
      }
    }
  }

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
