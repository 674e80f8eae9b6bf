package io.github.tfflows.tables;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowScoreTest {
  private static RowScore score(double pValue) {
    return new RowScore(-1, 1, pValue, Optional.empty());
  }

  @Test
  void aPValueOfAtMostTheRateIsAnAnomaly() {
    assertFalse(score(0.011).isAnomaly(0.01));
    assertTrue(score(0.01).isAnomaly(0.01));
    assertTrue(score(0.001).isAnomaly(0.01));
  }
}
