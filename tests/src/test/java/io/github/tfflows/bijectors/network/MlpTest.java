package io.github.tfflows.bijectors.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.NetworkLab;
import io.github.tfflows.testing.Values;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlpTest {
  /** Uniform within one over the root of 50 inputs, on both sides of zero. */
  @ParameterizedTest
  @ValueSource(strings = {"dense_1.kernel", "dense_1.bias"})
  void startsOnBothSidesOfZero(String parameter) {
    try (NetworkLab lab =
        new NetworkLab(2, 0, (scope, x) -> Mlp.of(50, 500).parameters(scope, x, 2, 2))) {
      double[] start = Values.fed(lab.bench().initialValues(), parameter).entries();
      DoubleSummaryStatistics entries = Arrays.stream(start).summaryStatistics();
      double limit = Math.sqrt(0.02);
      assertEquals(-limit, entries.getMin(), 0.02 * limit);
      assertEquals(limit, entries.getMax(), 0.02 * limit);
      double standardError = limit / Math.sqrt(3.0 * start.length);
      assertEquals(0, entries.getAverage(), 4 * standardError);
    }
  }
}
