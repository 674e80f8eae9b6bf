package io.github.tfflows.tables.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UniformityTest {
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
