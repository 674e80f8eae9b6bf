package io.github.tfflows.bijectors.cdf;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

public class GumbelMinimumCdfTest implements CdfContract {
  @Override
  public ScalarBijector map() {
    return new GumbelMinimumCdf();
  }

  @Override
  public double image(double x) {
    return -Math.expm1(-Math.exp(x));
  }

  @Override
  public double[] edges() {
    return new double[] {0, 1, -1, 100, -100};
  }

  /** From scipy 1.17.1, {@code scipy.stats.gumbel_l(0.3, 1.7)}. */
  @Test
  void yieldsTheReferenceValues() {
    ScalarTrial trial = trial(0.3, CdfContract.scale(1.7));
    trial.expectValues(
        1e-14,
        CdfContract.reals(),
        0.1197981334235868,
        0.4645430197560281,
        0.6321205588285577,
        0.7982922967524309,
        0.9998515316917083);
    trial.expectLogSlopes(
        1e-13,
        CdfContract.reals(),
        -2.71705578445373,
        -1.6258512143565627,
        -1.5306282510621703,
        -1.6609756589101368,
        -7.1692966975011645);
  }
}
