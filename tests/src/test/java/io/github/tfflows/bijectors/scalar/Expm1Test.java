package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class Expm1Test {
  @Test
  void isPreciseNearZero() {
    new ScalarTrial(new Expm1().inverted()).expectValues(0, new double[] {1e-20}, 1e-20);
    new ScalarTrial(new Expm1()).expectValues(0, new double[] {-1e-20}, -1e-20);
  }
}
