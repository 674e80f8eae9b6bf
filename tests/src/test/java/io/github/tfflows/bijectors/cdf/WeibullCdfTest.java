package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

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
  public double[] edges() {
    return new double[] {0, 1, -1, 100, -100};
  }

  /**
   * From scipy 1.17.1, {@code scipy.stats.weibull_min(1.5, scale=1.7)}; values as from TensorFlow
   * Probability 0.25.0.
   */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = trial(CdfContract.scale(1.7), CdfContract.shape(1.5));
    trial.expectValues(
        1e-14,
        CdfContract.positives(),
        0.00045105412028354706,
        0.10786196603963025,
        0.36310844153623745,
        0.8319258762506183,
        0.9986806421537952);
    trial.expectLogSlopes(
        1e-13,
        CdfContract.positives(),
        -2.6935135173549294,
        -0.9627570462039725,
        -0.8416331442776621,
        -1.7156820866386973,
        -6.125207674772646);
  }
}
