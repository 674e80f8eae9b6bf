package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;

public class FrechetCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new FrechetCdf();
  }

  @Override
  public double image(double x) {
    return Math.exp(-1 / x);
  }

  /** Higher than elsewhere: below, values soon round to zero. */
  @Override
  public double point(double real) {
    return 2 * Math.exp(real);
  }

  @Override
  public ScalarTrial reference() {
    return trial(CdfContract.scale(1.7), CdfContract.shape(1.5));
  }
}
