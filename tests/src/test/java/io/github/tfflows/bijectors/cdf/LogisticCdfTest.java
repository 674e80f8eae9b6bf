package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;

public class LogisticCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new LogisticCdf();
  }

  @Override
  public double image(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Override
  public ScalarTrial reference() {
    return trial(0.3, CdfContract.scale(1.7));
  }
}
