package io.github.tfflows.bijectors.residual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.residual.PowerSeriesTest.Compared;
import io.github.tfflows.testing.Expect;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RussianRouletteTest {
  /** In one dimension all terms are exact, and those of fewer rows count for all of them. */
  @Test
  void survivorsCountForAllRows() {
    Set<Integer> starts = new TreeSet<>();
    for (int step = 0; step < 6; step++) {
      Compared compared = Compared.of(new RussianRoulette(1, 0.25, 2), 1, 10, step);
      double jacobian = Math.expm1(compared.exact());
      double survivor = jacobian - jacobian * jacobian / 2 * 10 / 3; // 3 of 10 rows
      double[] found = compared.estimates().entries();
      int survivors = 0;
      for (int row = 0; row < found.length; row++) {
        boolean survives = Math.abs(found[row] - jacobian) > 1e-9;
        assertEquals(survives ? survivor : jacobian, found[row], 1e-14);
        survivors += survives ? 1 : 0;
        if (survives && Math.abs(found[(row + 9) % 10] - jacobian) < 1e-9) {
          starts.add(row);
        }
      }
      assertEquals(3, survivors);
    }
    assertTrue(starts.size() > 2, () -> "the runs begin at " + starts);
  }

  /** To the last term, of one row: the rows of a batch add up to those of the series. */
  @Test
  void theMeanOfABatchHasEveryTerm() {
    Compared roulette = Compared.of(RussianRoulette.of(12), 1, 7, 2);
    double series = Compared.of(new PowerSeries(12), 1, 1, 0).estimates().at(0);
    assertEquals(series, roulette.mean(), 1e-14);
    assertEquals(roulette.exact(), roulette.mean(), 1e-3);
  }

  @Test
  void theMeanIsTheLogDeterminant() {
    int rows = 20_000;
    Compared compared = Compared.of(new RussianRoulette(2, 0.7, 30), 4, rows, 1);
    double error = compared.mean() - compared.exact();
    assertEquals(0, error / Math.sqrt(compared.variance() / rows), 4);
    long distinct = Arrays.stream(compared.estimates().entries()).distinct().count();
    assertTrue(distinct > 10, () -> distinct + " values");
  }

  @Test
  void needsTermsAndAShareOfRows() {
    Expect.rejected("0", () -> new RussianRoulette(0, 0.5, 3));
    Expect.rejected("1", () -> RussianRoulette.of(1));
    Expect.rejected("1.0", () -> new RussianRoulette(2, 1, 3));
    Expect.rejected("0.0", () -> new RussianRoulette(2, 0, 3));
  }
}
