package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

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
  public double[] edges() {
    return new double[] {0, 1, -1, 100, -100};
  }

  /** From scipy 1.17.1, {@code scipy.stats.expon(scale=1.7)}. */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = trial(CdfContract.scale(1.7));
    trial.expectValues(
        1e-14,
        CdfContract.positives(),
        0.005865085776889211,
        0.2096616370185018,
        0.4446936269980495,
        0.7702097253269832,
        0.9706778408761062);
    trial.expectLogSlopes(
        1e-13,
        CdfContract.positives(),
        -0.5365106040033468,
        -0.7659223687092293,
        -1.1188635451798175,
        -2.001216486356288,
        -4.0600400157680525);
  }
}
