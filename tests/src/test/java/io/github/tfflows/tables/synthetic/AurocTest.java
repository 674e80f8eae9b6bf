package io.github.tfflows.tables.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Expect;
import org.junit.jupiter.api.Test;

class AurocTest {
  @Test
  void isTheShareOfPairsInOrderWithHalfOfTheEqualOnes() {
    // 3 > 1, 2; 2 > 1 and = 2: 3.5 of 4 pairs. Placements 1, 3/4 and 1, 3/4.
    Auroc area = Auroc.of(new double[] {3, 2}, new double[] {1, 2});
    assertEquals(3.5 / 4, area.value(), 1e-12);
    assertEquals(Math.sqrt(1 / 32.0 / 2 * 2), area.standardError(), 1e-12);
    assertEquals(1, Auroc.of(new double[] {2}, new double[] {1}).value());
    assertEquals(0, Auroc.of(new double[] {1}, new double[] {2}).value());
    assertEquals(0.5, Auroc.of(new double[] {1, 1}, new double[] {1}).value());
  }

  @Test
  void infiniteScoresHaveTheirPlace() {
    double infinity = Double.POSITIVE_INFINITY;
    assertEquals(1, Auroc.of(new double[] {infinity}, new double[] {-infinity, 0}).value());
    assertEquals(0.75, Auroc.of(new double[] {infinity}, new double[] {infinity, 0}).value());
  }

  @Test
  void rejectsAClassWithoutScores() {
    Expect.rejected("got 0 and 1", () -> Auroc.of(new double[0], new double[] {1}));
  }
}
