package io.github.tfflows.cli.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedRowsTest {
  private static final Rows X = Rows.of(new float[][] {{1, 4, 5}, {0, 6, 7}});
  private static final NamedRows ROWS =
      new NamedRows(
          Data.of(X), List.of("bit", "a", "b"), List.of(), List.of(new NamedRows.Gap(0, 2)));

  @Test
  void missingValuesAreNotShown() {
    assertArrayEquals(new float[] {1, 4, 5, 0, 6, Float.NaN}, ROWS.shown(X).values());
    assertArrayEquals(new float[] {1, 4, 5, 0, 6, 0}, ROWS.zeroed(X).values());
    assertArrayEquals(new double[] {5}, Columns.present(ROWS.shown(X), 2));
  }

  /** The mean of both rows would be six. */
  @Test
  void marginalsAreThoseOfTheValuesThatAreThere() {
    List<Marginal> marginals = Marginal.of(ROWS.columns(), ROWS.shown(X), ROWS.shown(X));
    assertEquals(5, marginals.get(2).data().mean());
    assertEquals(0, marginals.get(2).distance());
  }

  @Test
  void needsANameForEachColumn() {
    Expect.rejected("3 columns, got [a]", () -> new NamedRows(Data.of(X), List.of("a"), List.of()));
  }
}
