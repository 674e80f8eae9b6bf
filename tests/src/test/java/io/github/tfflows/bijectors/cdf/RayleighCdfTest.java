package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;

public class RayleighCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new RayleighCdf();
  }

  @Override
  public double image(double x) {
    return -Math.expm1(-x * x / 2);
  }

  /** Nearer to zero than elsewhere: beyond, values round to one. */
  @Override
  public double point(double real) {
    return Math.exp(real / 2) / 2;
  }

  @Override
  public ScalarTrial reference() {
    return trial(CdfContract.scale(1.7));
  }
}
