package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class BoxCoxTest {
  /** Both ends of a range with a bound, and a range without one. */
  @Test
  void inverseUndoesEveryPower() {
    for (double power : new double[] {-10, -0.5, 0, 1, 2.5, 10}) {
      ScalarTrial trial = new ScalarTrial(new BoxCox(power));
      double[] moderate = {0.7, 0.99, 1, 1.2};
      double[] images = trial.run(Direction.FORWARD, moderate).get(0).entries();
      ScalarTrial.expect(1e-12, trial.run(Direction.INVERSE, images).get(0), moderate);
    }
  }
}
