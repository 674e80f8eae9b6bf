package io.github.tfflows.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuantilesTest {
  private static final float INFINITE = Float.NEGATIVE_INFINITY;

  @Test
  void interpolatesBetweenScores() {
    Quantiles quantiles = Quantiles.of(new float[] {3, 1, 2, 0, 4});
    assertEquals(0, quantiles.at(0));
    assertEquals(2, quantiles.at(0.5));
    assertEquals(2.2, quantiles.at(0.55), 1e-6);
    assertEquals(4, quantiles.at(1));
  }

  /** Otherwise the threshold would be NaN, and every row an anomaly or none. */
  @Test
  void areNumbersWhereSomeRowsHaveNoDensity() {
    Quantiles quantiles = Quantiles.of(new float[] {1, Float.NaN, 2, INFINITE, 3});
    assertEquals(INFINITE, quantiles.at(0));
    assertEquals(INFINITE, quantiles.at(0.2));
    assertEquals(INFINITE, quantiles.at(0.26), "next to a density of zero");
    assertEquals(1, quantiles.at(0.5));
    assertEquals(3, quantiles.at(1));
    assertEquals(quantiles, Quantiles.parse(quantiles.text()));
  }
}
