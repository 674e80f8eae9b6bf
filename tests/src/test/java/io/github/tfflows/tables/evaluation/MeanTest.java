package io.github.tfflows.tables.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Expect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeanTest {
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
}
