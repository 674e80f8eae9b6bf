package io.github.tfflows.tables.synthetic;

import static io.github.tfflows.tables.synthetic.TableSamples.NONE;
import static io.github.tfflows.tables.synthetic.TableSamples.names;
import static io.github.tfflows.tables.synthetic.TableSamples.numbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClosestRowsTest {
  private static final double EPS = 1e-6;

  @Test
  void distancesAreMeansOfRanksAndOfMismatches() {
    TableSample others =
        new TableSample(List.of(numbers("x", 10, 20, 30, 40), names("n", 0, 0, 1, 1)));
    TableSample rows =
        new TableSample(List.of(numbers("x", 10, 25, 40, 1000), names("n", 0, 0, 0, 1)));
    // Ranks of the others 1/8, 3/8, 5/8, 7/8. 25 has 1/2, 1000 has 1. Of 40 with name 0 the closest
    // is 20 with it: (1/2 + 0)/2, while 40 without it is at (0 + 1)/2.
    assertArrayEquals(
        new double[] {0, 1 / 16.0, 1 / 4.0, 1 / 16.0},
        new ClosestRows(others).distances(rows),
        EPS);
  }

  @Test
  void missingValuesEqualEachOtherOnly() {
    TableSample others = new TableSample(List.of(numbers("x", NONE, 1), names("n", 0, NONE)));
    TableSample rows =
        new TableSample(List.of(numbers("x", NONE, NONE, 1), names("n", 0, NONE, 0)));
    assertArrayEquals(new double[] {0, 0.5, 0.5}, new ClosestRows(others).distances(rows), EPS);
    TableSample missing = new TableSample(List.of(numbers("x", NONE, NONE)));
    assertArrayEquals(new double[] {1}, new ClosestRows(missing).distances(sample(3)), EPS);
  }

  @Test
  void quantilesAndCopies() {
    double[] distances = new double[101];
    for (int i = 1; i < distances.length; i++) {
      distances[i] = i;
    }
    Closeness closeness = Closeness.of(distances);
    assertEquals(50, closeness.median(), EPS);
    assertEquals(1 / 101.0, closeness.copies(), EPS);
    assertEquals(0.02, closeness.lowest(), EPS);
    assertEquals(4.1, closeness.low(), EPS);
  }

  @Test
  void copiesOfTrainingRowsAreCloserToThem() {
    TableSample training = TableSamples.dependent(400, 0.5, 1);
    TableSample unseen = TableSamples.dependent(300, 0.5, 2);
    TableSample fresh = TableSamples.dependent(1_000, 0.5, 3);
    Copies copies = Copies.of(training, unseen, training, fresh);
    assertEquals(300, copies.rows());
    assertEquals((300 + 50) / 400.0, copies.draws(), 0.06);
    assertEquals(0.5, copies.real(), 0.06);
    Copies equal = Copies.of(training, training, fresh, fresh);
    assertEquals(0.5, equal.draws(), EPS);
  }

  private static TableSample sample(double... x) {
    return new TableSample(List.of(numbers("x", x)));
  }
}
