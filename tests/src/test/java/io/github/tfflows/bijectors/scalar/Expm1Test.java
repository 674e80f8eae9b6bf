package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class Expm1Test implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return new Expm1();
  }

  @Override
  public double image(double x) {
    return Math.expm1(x);
  }

  @Override
  public double[] edges() {
    return new double[] {0, -1, 90, -90};
  }

  @Test
  void isPreciseNearZero() {
    new ScalarTrial(map().inverted()).expectValues(0, new double[] {1e-20}, 1e-20);
    new ScalarTrial(map()).expectValues(0, new double[] {-1e-20}, -1e-20);
  }
}
