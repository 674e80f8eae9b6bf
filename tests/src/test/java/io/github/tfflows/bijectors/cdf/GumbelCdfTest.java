package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;

public class GumbelCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new GumbelCdf();
  }

  @Override
  public double image(double x) {
    return Math.exp(-Math.exp(-x));
  }

  @Override
  public ScalarTrial reference() {
    return trial(0.3, CdfContract.scale(1.7));
  }
}
