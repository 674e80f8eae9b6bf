package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;

public class MoyalCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new MoyalCdf();
  }

  @Override
  public double image(double x) {
    return 2 * CdfContract.normal(-Math.exp(-x / 2));
  }

  @Override
  public ScalarTrial reference() {
    return trial(0.3, CdfContract.scale(1.7));
  }
}
