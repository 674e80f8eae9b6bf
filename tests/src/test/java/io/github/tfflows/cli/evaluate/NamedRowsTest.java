package io.github.tfflows.cli.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.statistic.Columns;
import io.github.tfflows.cli.text.ValueText;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Gaps;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamedRowsTest {
  private static final Rows X = Rows.of(new float[][] {{1, 4, 5}, {0, 6, 7}});
  private static final TableColumn A = new TableColumn("a", new ColumnKind.Real(), List.of());
  private static final NamedRows ROWS =
      new NamedRows(
          new TableSchema(
              List.of(A, new TableColumn("b", A.kind(), A.coding(), new Gaps(0.5))), List.of()),
          Data.of(X));

  @Test
  void missingValuesAreNotShown() {
    assertArrayEquals(new float[] {1, 4, 5, 0, 6, Float.NaN}, ROWS.shown(X).values());
    assertArrayEquals(new float[] {1, 4, 5, 0, 6, 0}, ROWS.zeroed(X).values());
    assertArrayEquals(new double[] {5}, Columns.present(ROWS.shown(X), 2));
  }

  /** The mean of both rows would be six. */
  @Test
  void marginalsAreThoseOfTheValuesThatAreThere() {
    List<Marginal> marginals = Marginal.of(ROWS, ROWS.shown(X), ROWS.shown(X));
    assertEquals(5, marginals.get(2).data().mean());
    assertEquals(0, marginals.get(2).distance());
  }

  /** Ratings, with the noise of a training. */
  @Test
  void quantilesAreRoundedToTheStep() {
    Rows noisy = Rows.of(new float[][] {{0.6f}, {1.9f}, {2.2f}, {3.1f}, {5.4f}});
    ValueText ratings = ValueText.of(ValueText.NUMBERS.format(), 1);
    NamedRows rows =
        new NamedRows(Trial.schema(List.of("rating")), Data.of(noisy), List.of(ratings));
    assertTrue(rows.haveNoise() && !ROWS.haveNoise());
    Marginal.Summary summary = Marginal.of(rows, noisy, noisy).get(0).data();
    assertEquals(List.of(1.0, 2.0, 5.0), List.of(summary.low(), summary.median(), summary.high()));
    assertEquals(2.64, summary.mean(), 1e-6);
    assertEquals(0.3, ValueText.of(ValueText.NUMBERS.format(), 0.1).rounded(0.327), 0);
  }

  /** The mean of places in a list has no meaning. */
  @Test
  void namesAreComparedByTheirShares() {
    NamedRows rows =
        new NamedRows(
            new TableSchema(
                List.of(
                    new TableColumn(
                        "colour", new ColumnKind.Categorical(), List.of("red", "green"))),
                List.of()),
            Data.of(Rows.of(new float[] {0, 1, 1, 1, 2}, 1)));
    Rows draws = Rows.of(new float[] {0, 0, 1, 1, 1}, 1);
    Marginal colour = Marginal.of(rows, rows.data().x(), draws).get(0);
    assertEquals(Optional.of(new Marginal.Share("green", 0.6, 0.6)), rounded(colour.share()));
    assertEquals(0.2, colour.distance(), 1e-12);
  }

  private static Optional<Marginal.Share> rounded(Optional<Marginal.Share> share) {
    return share.map(
        all ->
            new Marginal.Share(
                all.name(), Math.rint(1e9 * all.data()) / 1e9, Math.rint(1e9 * all.draws()) / 1e9));
  }
}
