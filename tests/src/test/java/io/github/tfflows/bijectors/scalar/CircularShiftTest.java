package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class CircularShiftTest {
  @Test
  void turnsAroundTheCircle() {
    ScalarTrial trial = new ScalarTrial(new CircularShift(3), 2);
    double[] points = {-3, -2, 0.5, 2.5, 1, 8.5};
    trial.expectValues(1e-15, points, -1, 0, 2.5, -1.5, -3, -1.5);
    ScalarTrial.expect(
        1e-15, trial.run(Direction.INVERSE, -1, 0, 2.5, -1.5, -3).get(0), -3, -2, 0.5, 2.5, 1);
  }
}
