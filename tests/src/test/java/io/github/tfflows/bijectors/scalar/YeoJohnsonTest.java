package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class YeoJohnsonTest implements ScalarBijectorContract {
  private static final double[] POINTS = {-7.5, -1.2, -1e-3, 0, 0.3, 2, 40};

  @Override
  public ScalarBijector map() {
    return new YeoJohnson();
  }

  /** From scipy 1.17.1, {@code scipy.stats.yeojohnson}. */
  @Test
  void yieldsTheReferenceValues() {
    at(0.25)
        .expectValues(
            1e-14,
            POINTS,
            -23.607946456101352,
            -1.6994904224892635,
            -0.0010003749687597613,
            0,
            0.2711598894897634,
            1.26429605180997,
            6.121758137740972);
    at(1.6)
        .expectValues(
            1e-14,
            POINTS,
            -3.3844730604504325,
            -0.9269603605568228,
            -0.0009997001598960747,
            0,
            0.3260194104304721,
            2.999716334247056,
            237.2419960845089);
  }

  /** The map of a given power, whose parameter is the inverse of the squashing. */
  private ScalarTrial at(double power) {
    double change = power - 1;
    return new ScalarTrial(map(), change / (1 - Math.abs(change) / 0.99));
  }
}
