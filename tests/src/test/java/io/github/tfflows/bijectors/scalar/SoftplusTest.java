package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.ScalarBijectorContract;

class SoftplusTest implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return new Softplus();
  }

  @Override
  public double image(double x) {
    return Math.log1p(Math.exp(x));
  }
}
