package io.github.tfflows.bijectors;

import java.util.random.RandomGenerator;

class AffineTest implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return new Affine();
  }

  @Override
  public double theta(RandomGenerator random) {
    return 2 * random.nextGaussian();
  }
}
