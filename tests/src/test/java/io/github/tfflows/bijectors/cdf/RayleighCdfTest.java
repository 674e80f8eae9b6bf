package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

public class RayleighCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new RayleighCdf();
  }

  @Override
  public double image(double x) {
    return -Math.expm1(-x * x / 2);
  }

  @Override
  public double[] edges() {
    return new double[] {0, 1, -1, 100, -100};
  }

  /** Nearer to zero than elsewhere: beyond, values round to one. */
  @Override
  public double point(double real) {
    return Math.exp(real / 2) / 2;
  }

  /**
   * From scipy 1.17.1, {@code scipy.stats.rayleigh(scale=1.7)}; values as from TensorFlow
   * Probability 0.25.0.
   */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = trial(CdfContract.scale(1.7));
    trial.expectValues(
        1e-14,
        CdfContract.positives(),
        1.7300888400187824e-05,
        0.02730203468483703,
        0.15887111664239162,
        0.6608507079079669,
        0.9980273425826524);
    trial.expectLogSlopes(
        1e-13,
        CdfContract.positives(),
        -5.666443989150495,
        -2.0052288948981496,
        -1.234266882747178,
        -1.2262806491429195,
        -5.497870735318431);
  }
}
