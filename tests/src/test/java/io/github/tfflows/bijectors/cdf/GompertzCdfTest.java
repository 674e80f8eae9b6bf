package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

public class GompertzCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new GompertzCdf();
  }

  @Override
  public double image(double x) {
    return -Math.expm1(-Math.expm1(x));
  }

  @Override
  public double[] edges() {
    return new double[] {0, 1, -1, 100, -100};
  }

  /** Lower than elsewhere: beyond, values soon round to one. */
  @Override
  public double point(double real) {
    return Math.exp(real) / 50;
  }

  /**
   * From scipy 1.17.1, {@code scipy.stats.gompertz(1.5, scale=1.7)}; values as from TensorFlow
   * Probability 0.25.0.
   */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = trial(CdfContract.scale(1.7), CdfContract.shape(1.5));
    trial.expectValues(
        1e-14,
        CdfContract.positives(),
        0.008810490073764323,
        0.32828509914429055,
        0.6991704851775074,
        0.9934460764993016,
        1.0);
    trial.expectLogSlopes(
        1e-13,
        CdfContract.positives(),
        -0.12813032194201335,
        -0.28779030846641707,
        -0.7381394194709556,
        -3.6822663085881704,
        -46.25160227115495);
  }
}
