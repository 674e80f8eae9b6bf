package io.github.tfflows.gallery.worked;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void whatIsNoNumberIsNotAboveALimit() {
    double[] values = {-2, -1, 0, Double.NaN, Double.NEGATIVE_INFINITY};
    assertEquals(0.8, Statistics.shareNotAbove(-1, values));
    assertEquals(0.4, Statistics.shareBelow(-1, values));
  }
}
