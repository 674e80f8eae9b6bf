package io.github.tfflows.tables.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Values that several rows share, in draws. */
class LatticeTest {
  /**
   * Fractions of small numbers, of which some are frequent, and as many numbers of one row each.
   */
  private static SortedMap<Double, Long> counts() {
    Random random = new Random(3);
    SortedMap<Double, Long> counts = new TreeMap<>();
    for (int i = 0; i < 3_000; i++) {
      int of = 2 + random.nextInt(9);
      counts.merge(random.nextInt(of) / (double) of, 1L, Long::sum);
      counts.merge(random.nextDouble(), 1L, Long::sum);
    }
    return counts;
  }

  /** A number between rows that are near, as a smooth density has it. */
  private static double smooth(Random random, double... rows) {
    int from = 20 * random.nextInt(rows.length / 20);
    double end = rows[Math.min(rows.length - 1, from + 20)];
    return rows[from] + random.nextDouble() * (end - rows[from]);
  }

  @Test
  void smoothDrawsHaveTheSharesOfTheRows() {
    SortedMap<Double, Long> counts = counts();
    Lattice lattice = Lattice.of(counts);
    double[] rows =
        counts.entrySet().stream()
            .flatMapToDouble(one -> DoubleStream.generate(one::getKey).limit(one.getValue()))
            .toArray();
    Random random = new Random(4);
    Map<Double, Integer> found = new HashMap<>();
    int draws = 200_000;
    int shared = 0;
    for (int i = 0; i < draws; i++) {
      double value = smooth(random, rows);
      double moved = lattice.moved(value);
      assertEquals(value, moved, 0.06, "draws move little");
      shared += lattice.isShared(value) ? 1 : 0;
      found.merge(moved, 1, Integer::sum);
    }
    assertEquals(0.5, (double) shared / draws, 0.1);
    int known = 0;
    for (Map.Entry<Double, Integer> one : found.entrySet()) {
      known += one.getValue() > 20 ? 1 : 0;
      assertTrue(one.getValue() == 1 || counts.getOrDefault(one.getKey(), 0L) >= 3, "" + one);
    }
    long often = counts.values().stream().filter(count -> count >= 3).count();
    assertEquals(often, known, "each shared value is drawn");
  }

  @Test
  void neighboursInDoublePrecisionStayNumbers() {
    SortedMap<Double, Long> counts = new TreeMap<>();
    for (double value = 1; counts.size() < 9; value = Math.nextUp(value)) {
      counts.put(value, 40L);
    }
    Lattice lattice = Lattice.of(counts);
    for (double value : counts.keySet()) {
      assertEquals(value, lattice.moved(value), Math.ulp(2.0));
    }
  }

  @Test
  void movingKeepsTheOrder() {
    Lattice lattice = Lattice.of(counts());
    double last = Double.NEGATIVE_INFINITY;
    for (int i = -10; i < 1_010; i++) {
      double moved = lattice.moved(i / 1_000.0);
      assertTrue(moved >= last, "at " + i);
      last = moved;
    }
    assertEquals(-1, lattice.moved(-1), "beyond the rows");
    assertEquals(2, lattice.moved(2), "beyond the rows");
    assertFalse(lattice.isShared(2));
  }

  @Test
  void valuesOfOneRowEachAreNoLattice() {
    SortedMap<Double, Long> counts = new TreeMap<>();
    Random random = new Random(5);
    for (int i = 0; i < 1_000; i++) {
      counts.put(random.nextGaussian(), 1L);
    }
    counts.put(0.5, 20L);
    assertTrue(Lattice.of(counts).isEmpty());
    assertTrue(Lattice.of(new TreeMap<>()).isEmpty());
    assertEquals(7, Lattice.NONE.moved(7));
  }
}
