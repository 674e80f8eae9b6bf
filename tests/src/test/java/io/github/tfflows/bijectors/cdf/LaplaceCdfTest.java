package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

public class LaplaceCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new LaplaceCdf();
  }

  @Override
  public double image(double x) {
    return x < 0 ? Math.exp(x) / 2 : 1 - Math.exp(-x) / 2;
  }

  @Override
  public double[] edges() {
    return new double[] {0, 1, -1, 100, -100};
  }

  /** From scipy 1.17.1, {@code scipy.stats.laplace(0.3, 1.7)}. */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = trial(0.3, CdfContract.scale(1.7));
    trial.expectValues(
        1e-14,
        CdfContract.reals(),
        0.06380200198989747,
        0.3123173640001372,
        0.5,
        0.6876826359998628,
        0.9432793971787339);
    trial.expectLogSlopes(
        1e-13,
        CdfContract.reals(),
        -3.2825989610338806,
        -1.6943636669162334,
        -1.2237754316221157,
        -1.6943636669162334,
        -3.40024601985741);
  }
}
