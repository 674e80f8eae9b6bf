package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

public class GeneralizedParetoCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new GeneralizedParetoCdf();
  }

  @Override
  public double image(double x) {
    return x / (1 + x);
  }

  @Override
  public double[] edges() {
    return new double[] {0, 1, -1, 100, -100};
  }

  /** From scipy 1.17.1, {@code scipy.stats.genpareto(0.6, scale=1.7)}. */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = trial(CdfContract.scale(1.7), CdfContract.shape(0.6));
    trial.expectValues(
        1e-14,
        CdfContract.positives(),
        0.00585479020162943,
        0.19756107812571813,
        0.39577066120388593,
        0.6515303933777388,
        0.8497013477245338);
    trial.expectLogSlopes(
        1e-13,
        CdfContract.positives(),
        -0.540023445748349,
        -0.8827875097636808,
        -1.3367105760566602,
        -2.2173550743781987,
        -3.562837769717919);
  }
}
