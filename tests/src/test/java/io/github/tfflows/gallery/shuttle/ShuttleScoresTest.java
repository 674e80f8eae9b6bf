package io.github.tfflows.gallery.shuttle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ShuttleScoresTest {
  @Test
  void aRowWithoutADensityIsTheLeastNormal() {
    double infinite = Double.POSITIVE_INFINITY;
    assertEquals(infinite, ShuttleScores.score(Double.NaN));
    double[] anomalies = {ShuttleScores.score(Double.NaN), ShuttleScores.score(-infinite)};
    assertEquals(1, Ranking.of(new double[] {3, 4}, anomalies).auroc());
  }
}
