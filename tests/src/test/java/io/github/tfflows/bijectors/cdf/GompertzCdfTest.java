package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;

public class GompertzCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new GompertzCdf();
  }

  @Override
  public double image(double x) {
    return -Math.expm1(-Math.expm1(x));
  }

  /** Lower than elsewhere: beyond, values soon round to one. */
  @Override
  public double point(double real) {
    return Math.exp(real) / 50;
  }

  @Override
  public ScalarTrial reference() {
    return trial(CdfContract.scale(1.7), CdfContract.shape(1.5));
  }
}
