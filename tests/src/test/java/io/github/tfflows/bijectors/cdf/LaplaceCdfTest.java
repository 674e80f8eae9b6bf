package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;

public class LaplaceCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new LaplaceCdf();
  }

  @Override
  public double image(double x) {
    return x < 0 ? Math.exp(x) / 2 : 1 - Math.exp(-x) / 2;
  }

  @Override
  public ScalarTrial reference() {
    return trial(0.3, CdfContract.scale(1.7));
  }
}
