package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;

public class WeibullCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new WeibullCdf();
  }

  @Override
  public double image(double x) {
    return -Math.expm1(-x);
  }

  @Override
  public ScalarTrial reference() {
    return trial(CdfContract.scale(1.7), CdfContract.shape(1.5));
  }
}
