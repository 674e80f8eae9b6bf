package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.testing.Expect;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowLayoutTest {
  private static final RowLayout LAYOUT = new RowLayout(3, List.of(0, 2));

  @Test
  void bitsComeBeforeValues() {
    assertEquals(5, LAYOUT.eventSize());
    assertEquals(Optional.of(1), LAYOUT.bit(2));
    assertEquals(Optional.empty(), LAYOUT.bit(1));
    assertEquals(3, LAYOUT.value(1));
  }

  @Test
  void contextsHaveTheGivenValuesAndTellOfMissingOnes() {
    Rows x = Rows.of(new float[][] {{1, 0, 5, 6, 7}, {0, 1, 8, 9, 10}});
    Rows context = LAYOUT.context(x, (row, column) -> column == 1 ? State.MODELLED : State.GIVEN);
    assertArrayEquals(new float[] {2, 1, 3, 5, 0, 0, 3, 1, 2, 0, 0, 10}, context.values());
  }

  @Test
  void notANumberIsMissing() {
    Rows x = Rows.of(new float[][] {{1, 1, 5, Float.NaN, Float.NaN}});
    assertFalse(LAYOUT.isMissing(x, 0, 0));
    assertTrue(LAYOUT.isMissing(x, 0, 1) && LAYOUT.isMissing(x, 0, 2));
    Rows context = LAYOUT.context(x, (row, column) -> State.GIVEN);
    assertArrayEquals(new float[] {2, 0, 3, 5, 0, 0}, context.values());
  }

  @Test
  void rejectsPlacesThatAreNone() {
    Expect.rejected("at least one column, got 0", () -> new RowLayout(0, List.of()));
    Expect.rejected("from 0 to 1 in ascending order, got [2]", () -> new RowLayout(2, List.of(2)));
    Expect.rejected("got [1, 0]", () -> new RowLayout(2, List.of(1, 0)));
  }
}
