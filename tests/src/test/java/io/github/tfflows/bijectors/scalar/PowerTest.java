package io.github.tfflows.bijectors.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class PowerTest {
  /** Squares and reciprocals, and their slopes. */
  @Test
  void hasTheNamedPowers() {
    double[] points = {1e-3, 0.5, 1, 40};
    assertEquals(new Power(2), Power.square());
    ScalarTrial square = new ScalarTrial(Power.square());
    square.expectValues(1e-14, points, 1e-6, 0.25, 1, 1600);
    square.expectLogSlopes(1e-14, points, Math.log(2e-3), 0, Math.log(2), Math.log(80));
    ScalarTrial reciprocal = new ScalarTrial(Power.reciprocal());
    reciprocal.expectValues(1e-14, points, 1000, 2, 1, 0.025);
    reciprocal.expectLogSlopes(1e-14, points, Math.log(1e6), Math.log(4), 0, -Math.log(1600));
  }
}
