package io.github.tfflows.cli.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.statistic.Columns;
import io.github.tfflows.cli.text.ValueText;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.testing.Expect;
import java.util.List;
import java.util.Optional;
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
        new NamedRows(
            Data.of(noisy),
            List.of("rating"),
            List.of(),
            List.of(),
            List.of(ratings),
            Conditioning.NONE);
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
            Data.of(Rows.of(new float[] {0, 1, 1, 1, 2}, 1)),
            List.of("colour"),
            List.of(),
            List.of(),
            List.of(ValueText.of(List.of("red", "green"))),
            Conditioning.NONE);
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

  @Test
  void needsANameForEachColumn() {
    Expect.rejected("3 columns, got [a]", () -> new NamedRows(Data.of(X), List.of("a"), List.of()));
  }
}
