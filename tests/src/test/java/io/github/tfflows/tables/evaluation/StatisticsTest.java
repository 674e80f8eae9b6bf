package io.github.tfflows.tables.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Expect;
import java.util.Random;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.UniformRealDistribution;
import org.hipparchus.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of samples beside those of Hipparchus and the limits of theory. */
class StatisticsTest {
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

  @Test
  void sumsOfSquaresHaveTheDistributionOfChiSquared() {
    for (int freedom : new int[] {1, 2, 3, 10, 61, 500}) {
      ChiSquaredDistribution other = new ChiSquaredDistribution(freedom);
      for (double x = 1e-6; x < 2_000; x *= 1.2) {
        assertEquals(
            other.cumulativeProbability(x),
            ChiSquared.cdf(x, freedom),
            1e-12,
            x + " of " + freedom);
      }
      assertEquals(0, ChiSquared.cdf(0, freedom));
      assertEquals(1, ChiSquared.cdf(1e30, freedom));
    }
  }

  @Test
  void normalNumbersHaveTheirDistribution() {
    NormalDistribution other = new NormalDistribution();
    for (double z = -40; z <= 40; z += 0.01) {
      assertEquals(other.cumulativeProbability(z), ChiSquared.normal(z), 1e-14, "" + z);
    }
  }

  @Test
  void standardErrorIsTheDeviationOverTheRootOfTheCount() {
    Mean mean = Mean.of(new float[] {1, 2, 3, 6});
    assertEquals(3, mean.value());
    assertEquals(Math.sqrt(14 / 3.0 / 4), mean.standardError(), 1e-15);
    assertEquals("3.000 ± 1.080", mean.toString());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e300, 1e-300})
  void numbersOfAnySizeHaveAMeanAndAnError(double unit) {
    Mean mean = Mean.of(new double[] {unit, 2 * unit, 3 * unit, 6 * unit});
    assertEquals(3, mean.value() / unit, 1e-12);
    assertEquals(Math.sqrt(14 / 3.0 / 4), mean.standardError() / unit, 1e-12);
    assertEquals(new Mean(0, 0), Mean.of(new double[3]));
  }

  @Test
  void whatRowsHaveInCommonCancelsInDifferences() {
    Mean gain = Mean.ofDifferences(new float[] {11, 102, 1003}, new float[] {10, 101, 1002});
    assertEquals(1, gain.value());
    assertEquals(0, gain.standardError());
  }

  @Test
  void rejectsTooFewRowsAndUnequalCounts() {
    Expect.rejected("got 1", () -> Mean.of(new float[] {1}));
    Expect.rejected("got 2 and 3", () -> Mean.ofDifferences(new float[2], new float[3]));
  }

  @Test
  void anEvenGridIsHalfAStepFromUniform() {
    double[] grid = IntStream.range(0, 1000).mapToDouble(i -> (i + 0.5) / 1000).toArray();
    Uniformity even = Uniformity.of("grid", grid);
    assertEquals(0.0005, even.distance(), 1e-12);
    assertEquals(1, even.pValue(), 1e-9);
  }

  /** Expected values: scipy.stats.kstest of SciPy 1.17, exact. */
  @Test
  void pValuesAreThoseOfTheExactDistribution() {
    Uniformity low = Uniformity.of("low", new double[] {0.1, 0.2, 0.3, 0.4, 0.5});
    assertEquals(0.5, low.distance(), 1e-12);
    assertEquals(0.112, low.pValue(), 1e-9);
    double[] spread = {0.02, 0.11, 0.35, 0.5, 0.55, 0.7, 0.91, 0.97};
    assertEquals(0.9665767289863989, Uniformity.of("spread", spread).pValue(), 1e-9);
  }

  @Test
  void aSmallShiftOfManyNumbersIsFound() {
    double[] shifted =
        IntStream.range(0, 10_000).mapToDouble(i -> 0.97 * (i + 0.5) / 10_000).toArray();
    Uniformity test = Uniformity.of("shifted", shifted);
    assertEquals(0.03, test.distance(), 1e-4);
    assertTrue(test.pValue() < 1e-6);
  }
}
