package io.github.tfflows.tables.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.hipparchus.distribution.continuous.UniformRealDistribution;
import org.hipparchus.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

/** Distances and p-values beside those of Hipparchus 4.0.3. */
class KolmogorovTest {
  private static final KolmogorovSmirnovTest OTHER = new KolmogorovSmirnovTest();
  private static final int[] SIZES = {1, 2, 3, 8, 25, 139, 140, 141, 500, 10_000};

  /** Multiples of a grain, so that samples have ties. */
  private static double[] numbers(int count, double grain, long seed) {
    return new Random(seed).doubles(count).map(x -> grain * Math.floor(x / grain)).toArray();
  }

  @Test
  void distancesAreTheLargestDifferences() {
    for (int size : SIZES) {
      for (double grain : new double[] {1e-9, 0.01}) {
        double[] one = numbers(size, grain, 1);
        double[] other = numbers(2 * size + 1, grain, 2);
        if (size > 1) { // the other library asks for two
          assertEquals(
              OTHER.kolmogorovSmirnovStatistic(new UniformRealDistribution(0, 1), one),
              Kolmogorov.distance(one),
              1e-15);
          assertEquals(
              OTHER.kolmogorovSmirnovStatistic(one, other), Kolmogorov.distance(one, other), 1e-15);
        }
      }
    }
  }

  @Test
  void pValuesOfUniformNumbersAreThoseOfTheDistribution() {
    for (int n : SIZES) {
      for (double scaled = 0.1; scaled < 4; scaled += 0.07) {
        double distance = scaled / Math.sqrt(n);
        String what = distance + " of " + n;
        assertEquals(1 - OTHER.cdf(distance, n), Kolmogorov.pValue(distance, n), 1e-12, what);
      }
    }
  }

  @Test
  void pValuesOfTwoSamplesAreThoseOfTheLimit() {
    assertEquals(1, Kolmogorov.pValue(0, 10, 20));
    for (double distance = 0.001; distance < 1; distance *= 1.3) {
      for (int n : SIZES) {
        assertEquals(
            OTHER.approximateP(distance, n, 2 * n + 1),
            Kolmogorov.pValue(distance, n, 2 * n + 1),
            1e-12,
            distance + " of " + n);
      }
    }
  }
}
