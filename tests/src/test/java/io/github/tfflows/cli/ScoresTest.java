package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScoresTest {
  @Test
  void whatIsNotAboveTheThresholdIsAnAnomaly() {
    assertFalse(Scores.isAnomaly(-0.9f, -1));
    assertTrue(Scores.isAnomaly(-1, -1));
    assertTrue(Scores.isAnomaly(-1.1f, -1));
  }

  /** No comparison with NaN holds. */
  @Test
  void aRowWithoutADensityIsAnAnomaly() {
    assertTrue(Scores.isAnomaly(Float.NaN, -1));
    assertTrue(Scores.isAnomaly(Float.NEGATIVE_INFINITY, -1));
    assertTrue(Scores.isAnomaly(Float.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY));
  }
}
