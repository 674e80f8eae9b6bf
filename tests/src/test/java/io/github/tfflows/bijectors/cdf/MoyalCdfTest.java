package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

public class MoyalCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new MoyalCdf();
  }

  @Override
  public double image(double x) {
    return 2 * CdfContract.normal(-Math.exp(-x / 2));
  }

  @Override
  public double[] edges() {
    return new double[] {0, 1, -1, 100, -100};
  }

  /**
   * From scipy 1.17.1, {@code scipy.stats.moyal(0.3, 1.7)}; values as from TensorFlow Probability
   * 0.25.0.
   */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = trial(0.3, CdfContract.scale(1.7));
    trial.expectValues(
        1e-14,
        CdfContract.reals(),
        0.005119471713135515,
        0.20577066685410705,
        0.31731050786291415,
        0.429330188200572,
        0.7362598772906487);
    trial.expectLogSlopes(
        1e-13,
        CdfContract.reals(),
        -4.338527362165281,
        -2.014740488190826,
        -1.949566784266843,
        -1.9971782659140391,
        -2.5945226812057562);
  }
}
