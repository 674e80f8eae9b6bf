package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomStatesTest {
  private static final int ROWS = 2_000;
  private static final RowLayout LAYOUT = new RowLayout(3, List.of(1));

  /** Rows of a bit and three categories; every third one lacks the second. */
  private static Data rows() {
    float[][] rows = new float[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      rows[i] = new float[] {i % 3 == 0 ? 0 : 1, i % 3, i % 2, i % 4};
    }
    return Data.of(rows);
  }

  @Test
  void rowsKeepTheirWeights() {
    float[] weights = new float[ROWS];
    Arrays.fill(weights, 3, 9, 0.5f);
    DataSource source = DataSource.of(rows().weighted(weights));
    Data first = new RandomStates(LAYOUT, source, 1).pass(0).findFirst().orElseThrow();
    assertArrayEquals(weights, first.weights().values());
  }

  private static float[] context(long seed, int epoch) {
    RandomStates states = new RandomStates(LAYOUT, DataSource.of(rows()), seed);
    return states.pass(epoch).findFirst().orElseThrow().context().values();
  }

  @Test
  void equalSeedsGiveEqualStatesAndNeighboursOthers() {
    assertArrayEquals(context(1, 1), context(1, 1));
    assertFalse(Arrays.equals(context(1, 1), context(2, 0)));
    assertFalse(Arrays.equals(context(1, 1), context(1, 0)));
  }

  @Test
  void aQuarterOfTheRowsAreModelledWholeAndNoneNotAtAll() {
    float[] context = context(7, 0);
    int whole = 0;
    int absent = 0;
    int given = 0;
    for (int row = 0; row < ROWS; row++) {
      int modelled = 0;
      for (int column = 0; column < 3; column++) {
        float state = context[6 * row + column];
        given += state == State.GIVEN.code() || state == State.GIVEN_MISSING.code() ? 1 : 0;
        modelled += state == State.MODELLED.code() || state == State.PRESENT.code() ? 1 : 0;
        assertTrue(state != State.PRESENT.code() || (column == 1 && row % 3 > 0), "row " + row);
        absent += context[6 * row + column] == State.ABSENT.code() ? 1 : 0;
      }
      boolean isKnownToLackIt = context[6 * row + 1] == State.GIVEN_MISSING.code();
      assertTrue(modelled > 0 || isKnownToLackIt, "row " + row);
      whole += modelled == 3 ? 1 : 0;
    }
    assertTrue(whole > 0.25 * ROWS && whole < 0.5 * ROWS, "modelled whole: " + whole);
    assertTrue(given > 0.3 * 3 * ROWS, "given: " + given);
    assertTrue(absent > 0.02 * ROWS, "absent: " + absent);
  }

  /** A third of the rows lack the second value: in each state, whatever else is given. */
  @Test
  void noStateDependsOnWhatIsMissing() {
    int[] rows = new int[State.values().length];
    int[] missing = new int[State.values().length];
    for (int epoch = 0; epoch < 10; epoch++) {
      float[] context = context(5, epoch);
      for (int row = 0; row < ROWS; row++) {
        int state = (int) context[6 * row + 1];
        rows[state]++;
        missing[state] += row % 3 == 0 ? 1 : 0;
      }
    }
    int modelled = (int) State.MODELLED.code();
    int given = (int) State.GIVEN.code();
    int present = (int) State.PRESENT.code();
    int without = (int) State.GIVEN_MISSING.code();
    assertEquals(1 / 3.0, missing[modelled] / (double) rows[modelled], 0.015);
    int known = rows[given] + rows[present] + rows[without];
    assertEquals(1 / 3.0, rows[without] / (double) known, 0.02);
    assertEquals(0, missing[given] + missing[present]);
  }

  @Test
  void givenCellsHaveTheirValueOrAreGivenAsMissing() {
    float[] context = context(3, 2);
    float[] x = rows().x().values();
    int missing = 0;
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < 3; column++) {
        boolean isMissing = column == 1 && row % 3 == 0;
        float state = context[6 * row + column];
        missing += state == State.GIVEN_MISSING.code() ? 1 : 0;
        assertFalse(isMissing && state == State.GIVEN.code(), "row " + row);
        assertFalse(!isMissing && state == State.GIVEN_MISSING.code(), "row " + row);
        float expected = state == State.GIVEN.code() ? x[4 * row + 1 + column] : 0;
        assertEquals(expected, context[6 * row + 3 + column]);
      }
    }
    assertTrue(missing > 0);
  }
}
