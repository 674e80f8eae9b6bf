package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.ScalarBijectorContract;

class TanhTest implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return new Tanh();
  }

  @Override
  public double image(double x) {
    return Math.tanh(x);
  }

  /** Further out, the inverse is too steep for central differences. */
  @Override
  public double spread() {
    return 1;
  }

  @Override
  public double[] edges() {
    return new double[] {0, 1, -1, 10, -10, 90};
  }
}
