package io.github.tfflows.tables.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;

/** Probabilities beside those of Hipparchus 4.0.3. */
class ChiSquaredTest {
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
}
