package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.ScalarBijectorContract;

class ExpTest implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return new Exp();
  }

  @Override
  public double image(double x) {
    return Math.exp(x);
  }
}
