package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class GatedLinearUnitTest {
  private static final double[] POINTS = {-3, -0.5, 0, 0.25, 40};

  /** From nflows 0.14, {@code GatedLinearUnit} with the context 1.3, times two. */
  @Test
  void isTwiceTheGateOfTheReference() {
    double u = 1.3 / (1 - 1.3 / Math.log(1e3)); // squashed, 1.3
    ScalarTrial trial = new ScalarTrial(new GatedLinearUnit(), u);
    double gate = 0.7858349830425586;
    double logGate = -0.24100845383299221;
    double[] values = new double[POINTS.length];
    double[] logSlopes = new double[POINTS.length];
    for (int i = 0; i < POINTS.length; i++) {
      values[i] = 2 * gate * POINTS[i];
      logSlopes[i] = Math.log(2) + logGate;
    }
    trial.expectValues(1e-14, POINTS, values);
    trial.expectLogSlopes(1e-14, POINTS, logSlopes);
  }

  @Test
  void opensToTwiceItsInputAndNeverCloses() {
    double[] one = {1};
    new ScalarTrial(new GatedLinearUnit(), 1e9).expectValues(1e-7, one, 2 / 1.001);
    new ScalarTrial(new GatedLinearUnit(), -1e9).expectValues(1e-7, one, 2 / 1001.0);
    ScalarTrial.expect(
        1e-7,
        new ScalarTrial(new GatedLinearUnit(), -1e9).run(Direction.INVERSE, 1).get(0),
        1001 / 2.0);
  }
}
