package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.ScalarTrial;
import org.junit.jupiter.api.Test;

class YeoJohnsonTest {
  private static final double[] POINTS = {-7.5, -1.2, -1e-3, 0, 0.3, 2, 40};

  /** From scipy 1.17.1, {@code scipy.stats.yeojohnson}. */
  @Test
  void yieldsTheReferenceValues() {
    at(0.25).expectValues(1e-14, POINTS, ScalarReferences.numbers("YeoJohnson.values"));
    at(1.6).expectValues(1e-14, POINTS, ScalarReferences.numbers("YeoJohnson.values.2"));
  }

  /** The map of a given power, whose parameter is the inverse of the squashing. */
  private ScalarTrial at(double power) {
    double change = power - 1;
    return new ScalarTrial(new YeoJohnson(), change / (1 - Math.abs(change) / 0.99));
  }
}
