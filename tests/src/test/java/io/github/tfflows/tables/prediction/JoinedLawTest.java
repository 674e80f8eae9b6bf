package io.github.tfflows.tables.prediction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JoinedLawTest {
  private static final JoinedLaw LAW =
      new JoinedLaw(List.of(drawn(0, 20), drawn(10, 30, 40)), new int[] {0, 1, 0, 1, 1});

  /** The draws of each row are four numbers from a first one on. */
  private static Law drawn(double... first) {
    double[][] draws = new double[first.length][];
    for (int row = 0; row < first.length; row++) {
      draws[row] = new double[] {first[row], first[row] + 1, first[row] + 2, first[row] + 3};
    }
    return new Drawn(draws, Optional.empty());
  }

  @Test
  void eachRowHasItsOwnLaw() {
    assertEquals(5, LAW.count());
    double[] medians = LAW.quantiles(QuantileLevels.of(0.5));
    assertArrayEquals(new double[] {1.5, 11.5, 21.5, 31.5, 41.5}, medians);
    assertArrayEquals(
        new double[] {0.25, 0.5, 0.75, 1, 0}, LAW.cdf(new double[] {0, 11, 22, 33, 39}));
    double[] nodes = LAW.nodes();
    for (int row = 0; row < 5; row++) {
      assertEquals(10 * row, nodes[row * nodes.length / 5]);
    }
  }

  @Test
  void numbersAreInDoublePrecisionIfThoseOfAllLawsAre() {
    Law inSingle = new Drawn(new double[][] {{0}}, Optional.of(LAW));
    assertTrue(LAW.isExact());
    assertFalse(new JoinedLaw(List.of(LAW, inSingle), new int[] {0, 1}).isExact());
  }

  @Test
  void rowsAreSelectedInTheOrderGiven() {
    Law some = LAW.select(4, 2, 1, 4);
    assertEquals(4, some.count());
    double[] medians = some.quantiles(QuantileLevels.of(0.5));
    assertArrayEquals(new double[] {41.5, 21.5, 11.5, 41.5}, medians);
    assertArrayEquals(new double[] {0.25, 1, 0, 0.5}, some.cdf(new double[] {40, 23, 9, 41}));
    double[] two = LAW.select(4, 3).quantiles(QuantileLevels.of(0.5));
    assertArrayEquals(new double[] {41.5, 31.5}, two);
  }
}
