package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

public class FrechetCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new FrechetCdf();
  }

  @Override
  public double image(double x) {
    return Math.exp(-1 / x);
  }

  @Override
  public double[] edges() {
    return new double[] {0, 1, -1, 100, -100};
  }

  /** Higher than elsewhere: below, values soon round to zero. */
  @Override
  public double point(double real) {
    return 2 * Math.exp(real);
  }

  /**
   * From scipy 1.17.1, {@code scipy.stats.invweibull(1.5, scale=1.7)}; values as from TensorFlow
   * Probability 0.25.0; the first log-slope by the formula, as scipy's overflows.
   */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = trial(CdfContract.scale(1.7), CdfContract.shape(1.5));
    trial.expectValues(
        1e-14,
        CdfContract.positives(),
        0.0,
        0.00015663387937156901,
        0.10898676591273054,
        0.5707851755435541,
        0.8600061974388197);
    trial.expectLogSlopes(
        1e-13,
        CdfContract.positives(),
        -2203.814484819229,
        -5.269465140050721,
        -1.0151213330674804,
        -1.6500617100679698,
        -3.4288068718050577);
  }
}
