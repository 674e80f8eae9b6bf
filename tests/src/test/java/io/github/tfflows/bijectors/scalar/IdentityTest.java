package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class IdentityTest {
  @Test
  void leavesEveryNumberAsItIs() {
    double[] points = {-1e300, -2, 0, 3e-300, 7};
    for (Direction direction : Direction.values()) {
      ScalarTrial.expect(0, new ScalarTrial(new Identity()).run(direction, points).get(0), points);
      ScalarTrial.expect(
          0, new ScalarTrial(new Identity()).run(direction, points).get(1), 0, 0, 0, 0, 0);
    }
  }
}
