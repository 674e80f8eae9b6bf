package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

public class GumbelCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new GumbelCdf();
  }

  @Override
  public double image(double x) {
    return Math.exp(-Math.exp(-x));
  }

  @Override
  public double[] edges() {
    return new double[] {0, 1, -1, 100, -100};
  }

  /**
   * From scipy 1.17.1, {@code scipy.stats.gumbel_r(0.3, 1.7)}; values as from TensorFlow
   * Probability 0.25.0.
   */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = trial(0.3, CdfContract.scale(1.7));
    trial.expectValues(
        1e-14,
        CdfContract.reals(),
        0.0003949526454413091,
        0.20170770324756915,
        0.36787944117144233,
        0.5354569802439719,
        0.8927566839237914);
    trial.expectLogSlopes(
        1e-13,
        CdfContract.reals(),
        -6.308549406859045,
        -1.6609756589101368,
        -1.5306282510621703,
        -1.6258512143565627,
        -2.820540044939997);
  }
}
