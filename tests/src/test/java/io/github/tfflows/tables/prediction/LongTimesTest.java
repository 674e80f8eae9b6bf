package io.github.tfflows.tables.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lengths of minutes in twenty years, whose seconds single precision holds to 32. */
@Tag("training")
class LongTimesTest {
  private static final LocalDateTime FIRST = LocalDateTime.parse("2001-01-01T00:00:00");

  private static TableModel model;

  private static TableModel target;

  /** Every second row ends when it starts. */
  @BeforeAll
  static void fit() throws IOException {
    TableSource table = rows(1_000);
    TableFit fit =
        TableFit.of(table)
            .withFlow(
                FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE, size -> new FlowFamily.Size(1, 16, 1, 8))
            .withTraining(usual -> usual.withSteps(60).withMembers(1));
    model = fit.givenAny().fit();
    target = fit.predicting("end").fit();
  }

  private static TableSource rows(int count) {
    Random random = new Random(1);
    return Tables.of(
        "start,end",
        count,
        i -> {
          LocalDateTime start = FIRST.plusSeconds(random.nextInt(20 * 365 * 86_400));
          long length = i % 2 == 0 ? 0 : 1 + (long) (-300 * Math.log1p(-random.nextDouble()));
          return List.of(start, start.plusSeconds(length));
        });
  }

  @AfterAll
  static void close() {
    model.close();
    target.close();
  }

  private static double seconds(LocalDateTime time) {
    return time.toEpochSecond(ZoneOffset.UTC);
  }

  @Test
  void anEndIsNotBeforeItsStart() {
    for (int row = 0; row < 20; row++) {
      LocalDateTime start = FIRST.plusSeconds(1 + 30_000_007L * row);
      for (TableModel each : List.of(model, target)) {
        Prediction end = each.predict("end").given(Map.of("start", start));
        assertEquals(seconds(start), end.quantile(0.1));
        assertEquals(0, end.cdf(start.minusSeconds(1)));
        assertTrue(end.cdf(start) > 0.25, () -> start + " " + end.cdf(start));
        assertEquals(end.cdf(start), end.probability(start, start));
      }
    }
  }

  /** Some years after the origin, single precision does not resolve seconds. */
  @Test
  void deviationsAreThoseOfSeconds() {
    Predictions seconds = largeNumbers(model.predict("end").column());
    assertEquals(Math.sqrt(99.0 / 12), seconds.standardDeviations()[0], 0.03);
  }

  @Test
  void quantilesAreThoseOfLargeWholeNumbers() {
    Predictions counts = largeNumbers(new TableColumn("n", new ColumnKind.Whole(), List.of()));
    assertEquals(500_000_009, counts.quantiles(0.25)[0]);
  }

  private static Predictions largeNumbers(TableColumn column) {
    double[] draws = new double[100];
    Arrays.setAll(draws, i -> 500_000_007 + i % 10);
    return Predictions.of(
        column, Drawn.ofPresent(new double[][] {draws}), new double[1], Optional.empty());
  }

  @Test
  void rowsOfATableStartExactly() throws IOException {
    TableSource table = rows(20);
    for (TableModel each : List.of(model, target)) {
      Predictor end = each.predict("end");
      try (TableReader reader = end.open(table, Reading.of(Missing.MODEL))) {
        double[] low = end.given(reader.next().orElseThrow(), end.givenBy(table)).quantiles(0.1);
        for (int row = 0; row < low.length; row++) {
          LocalDateTime start =
              LocalDateTime.parse(String.valueOf(Tables.cells(table).get(row).get(0)));
          assertEquals(seconds(start), low[row]);
        }
      }
    }
  }

  @Test
  void aStartIsNotAfterItsEnd() {
    for (int row = 0; row < 20; row++) {
      LocalDateTime end = FIRST.plusSeconds(1 + 30_000_007L * row);
      Prediction start = model.predict("start").given(Map.of("end", end));
      assertEquals(1, start.cdf(end));
      assertTrue(start.probability(end, end) > 0.25, () -> end + " " + start.probability(end, end));
    }
  }

  /** A draw beyond the range of the data has its own density, not that of the end of the range. */
  @Test
  void noFarDrawHasAllTheWeight() {
    for (int row = 0; row < 20; row++) {
      LocalDateTime end = FIRST.plusSeconds(5_000_007L * row);
      Prediction start = model.predict("start").withDraws(2_000, row).given(Map.of("end", end));
      assertTrue(start.quantile(0.2) > seconds(end) - 1_200, row + " " + start.quantile(0.2));
    }
  }
}
