package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.ScalarBijectorContract;

/** A decreasing map. */
class PowerReciprocalTest implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return Power.reciprocal();
  }

  @Override
  public double image(double x) {
    return 1 / x;
  }

  @Override
  public double spread() {
    return 1;
  }
}
