package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.ScalarBijectorContract;

class AdditiveTest implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return new Additive();
  }
}
