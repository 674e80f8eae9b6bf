package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class GaussianTailTest {
  private static final double[] POINTS = {-12.5, -11.99, -11.8, -5, 0, 3};

  /** From {@code scipy.special.log_ndtr} of scipy 1.17.1. */
  private static final double[] LOGS = {
    -81.57596787074388,
    -75.28990052610175,
    -73.01409531007279,
    -15.064998393988727,
    -0.6931471805599453,
    -0.0013508099647481925
  };

  /** Single precision has numbers as small as the probabilities before the series begins. */
  @Test
  void theLogarithmIsRightInSinglePrecision() {
    try (Workbench bench = Workbench.float32()) {
      Expr z = bench.input("z", Shape.of(-1, 1));
      Values found =
          bench.fetch(GaussianTail.logCdf(z), Map.of("z", Values.rows(Shape.of(1), POINTS)));
      for (int i = 0; i < POINTS.length; i++) {
        assertEquals(LOGS[i], found.at(i), 2e-6 * (1 + Math.abs(LOGS[i])));
      }
    }
  }
}
