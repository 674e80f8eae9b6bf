package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

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
  public double[] edges() {
    return new double[] {0, 1, -1, 100, -100};
  }

  /** From scipy 1.17.1, {@code scipy.stats.logistic(0.3, 1.7)}. */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = trial(0.3, CdfContract.scale(1.7));
    trial.expectValues(
        1e-14,
        CdfContract.reals(),
        0.11316384433668739,
        0.3844770256567905,
        0.5,
        0.6155229743432095,
        0.8981165731359215);
    trial.expectLogSlopes(
        1e-13,
        CdfContract.reals(),
        -2.829641842750282,
        -1.9717825018466995,
        -1.916922612182061,
        -1.9717825018466995,
        -2.922009649142522);
  }
}
