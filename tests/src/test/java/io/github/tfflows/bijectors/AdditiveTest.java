package io.github.tfflows.bijectors;

class AdditiveTest implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return new Additive();
  }
}
