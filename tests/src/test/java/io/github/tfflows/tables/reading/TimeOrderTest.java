package io.github.tfflows.tables.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Rows that resemble each other in the order of their dates. */
class TimeOrderTest {
  private static final int ROWS = 400;

  private final Random random = new Random(1);

  /** Rows of a date, a value that depends on the one before, and a name, in any order. */
  private TableSource table(DoubleUnaryOperator next, int rowsOfDay) {
    List<List<?>> rows = new ArrayList<>();
    double value = 0;
    for (int i = 0; i < ROWS; i++) {
      value = next.applyAsDouble(value);
      List<?> row =
          List.of(
              LocalDate.of(2024, 1, 1).plusDays(i / rowsOfDay), Math.rint(value * 100) / 100, "n");
      rows.add(row);
    }
    Collections.shuffle(rows, random);
    return Tables.of("day,value,week", ROWS, i -> rows.get(i));
  }

  private static List<String> notes(TableFit fit) throws IOException {
    return fit.parts().table().notes().stream().filter(note -> note.contains("alike")).toList();
  }

  private double like(double value) {
    return 0.9 * value + 0.4 * random.nextGaussian();
  }

  private static final String NOTE =
      "rows next to each other in day are alike, so held-out rows tell little of later ones: evaluate"
          + " the model on the latest rows, and group the rows by spans of time, such as months";

  @Test
  void seriesAreNoted() throws IOException {
    TableSource series = table(this::like, 1);
    assertEquals(List.of(NOTE), notes(TableFit.of(series)));
    assertEquals(List.of(NOTE), notes(TableFit.of(series).predicting("value")));
    assertEquals(List.of(), notes(TableFit.of(series).without("day")));
  }

  @Test
  void aNoteShortensNames() throws IOException {
    TableSource series =
        Tables.of(
            "d" + "a".repeat(200) + ",value",
            ROWS,
            i -> List.of(LocalDate.of(1960, 1, 1).plusDays(i), Math.sin(i / 9.0)));
    List<String> notes = notes(TableFit.of(series));
    assertEquals(1, notes.size());
    assertTrue(notes.get(0).contains("aaa… are alike"), notes.get(0));
  }

  @Test
  void independentRowsAreNoSeries() throws IOException {
    assertEquals(List.of(), notes(TableFit.of(table(value -> random.nextGaussian(), 1))));
    assertEquals(List.of(), notes(TableFit.of(table(value -> like(value / 2), 1))));
  }

  /** Ages follow from dates of birth. */
  @Test
  void trendsAreNoSeries() throws IOException {
    DoubleUnaryOperator trend = value -> value + 0.01 + 0.05 * random.nextGaussian();
    assertEquals(List.of(), notes(TableFit.of(table(trend, 1))));
  }

  @Test
  void aTableWhoseRowsAreAllLeftOutIsRefused() {
    TableSource gaps =
        Tables.of(
            "day,value,other",
            60,
            i ->
                List.of(
                    i % 2 == 0 ? "" : "2024-01-%02d".formatted(1 + i / 2),
                    i % 2 == 0 ? i : "",
                    1.5 * (i % 7)));
    Expect.rejected(
        "t has no training rows: all are left out",
        TableFit.of(gaps).withMissing(Missing.DROP)::parts);
  }

  /** Rows of the same day are alike, those of other days are not. */
  @Test
  void rowsOfTheSameMomentAreNotCompared() throws IOException {
    int[] row = {0};
    DoubleUnaryOperator ofDay =
        value -> row[0]++ % 5 == 0 ? random.nextGaussian() : value + 0.01 * random.nextGaussian();
    assertEquals(List.of(), notes(TableFit.of(table(ofDay, 5))));
  }

  @Test
  void timesOfDayAndGroupedRowsAreNotCompared() throws IOException {
    TableSource series =
        Tables.of(
            "time,day,value,month",
            ROWS,
            i ->
                List.of(
                    LocalTime.of(i / 60, i % 60),
                    LocalDate.of(1960, 1, 1).plusDays(i),
                    (double) Math.round(1e3 * Math.sin(i / 9.0)),
                    "m" + i / 30));
    assertEquals(List.of(NOTE), notes(TableFit.of(series)));
    assertEquals(List.of(), notes(TableFit.of(series).without("day")));
    assertEquals(List.of(), notes(TableFit.of(series).groupedBy("month")));
  }

  @Test
  void fewMomentsAreNoSeries() throws IOException {
    int[] row = {0};
    DoubleUnaryOperator wave =
        value -> {
          int day = row[0]++ / 10;
          return Math.sin(day / 5.0) + 0.01 * random.nextGaussian();
        };
    assertEquals(List.of(), notes(TableFit.of(table(wave, 10))));
  }

  /** Every other row lacks its day, every third one its value. */
  @Test
  void missingValuesAreLeftOut() throws IOException {
    TableSource series =
        Tables.of(
            "day,value,other",
            ROWS,
            i ->
                List.of(
                    i % 2 == 0 ? "" : LocalDate.of(1960, 1, 1).plusDays(i / 2).toString(),
                    i % 3 == 0 ? "" : Math.round(1e3 * Math.sin(i / 30.0)) + i % 2 * 0.5,
                    random.nextGaussian()));
    assertEquals(List.of(NOTE), notes(TableFit.of(series)));
  }
}
