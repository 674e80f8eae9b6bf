package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;

public class ExponentialCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new ExponentialCdf();
  }

  @Override
  public double image(double x) {
    return -Math.expm1(-x);
  }

  @Override
  public ScalarTrial reference() {
    return trial(CdfContract.scale(1.7));
  }
}
