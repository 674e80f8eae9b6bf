package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scales stay within a thousand, however large the output of a network is. */
class SquashedParametersTest {
  private static final double[] POINTS = {-2, 0, 3};

  @ParameterizedTest
  @CsvSource({"1e12, 6.907755278982137", "-1e12, -6.907755278982137", "1, 0.8735418630546294"})
  void scalesStayWithinAThousand(double raw, double log) {
    double scale = Math.exp(log);
    ScalarTrial affine = new ScalarTrial(new Affine(), raw, 0.5);
    affine.expectValues(1e-9, POINTS, -2 * scale + 0.5, 0.5, 3 * scale + 0.5);
    affine.expectLogSlopes(1e-9, POINTS, log, log, log);
    ScalarTrial bent = new ScalarTrial(new LeakyRelu(), raw);
    bent.expectValues(1e-9, POINTS, -2 * scale, 0, 3);
    bent.expectLogSlopes(1e-9, POINTS, log, 0, 0);
  }
}
