package io.github.tfflows.tables.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.hipparchus.stat.StatUtils;
import org.junit.jupiter.api.Test;

class ClosenessTest {
  @Test
  void quantilesOfDistancesAreThoseOfHipparchus() {
    for (int count : new int[] {1, 2, 7, 99, 100, 1_000}) {
      double[] distances = new Random(count).doubles(count).toArray();
      Closeness found = Closeness.of(distances);
      assertEquals(StatUtils.percentile(distances, 1), found.lowest(), 1e-15);
      assertEquals(StatUtils.percentile(distances, 5), found.low(), 1e-15);
      assertEquals(StatUtils.percentile(distances, 50), found.median(), 1e-15);
    }
  }
}
