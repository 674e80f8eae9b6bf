package io.github.tfflows.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.ScannedTable;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of dates, times and truth values, from text to numbers and back. */
class TimeColumnsTest {
  private static final int ROWS = 60;
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  private static TableSource source(IntFunction<String> cell) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(List.of(cell.apply(i)));
    }
    return TableSources.of("t", List.of("when"), rows);
  }

  private static TableColumn found(IntFunction<String> cell) {
    return schema(cell, TableScan.all()).modelled().get(0);
  }

  private static TableSchema schema(IntFunction<String> cell, TableScan scan) {
    try {
      return scan.of(source(cell), Missing.MODEL);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static TableColumn declared(String kind, IntFunction<String> cell) {
    Map<String, ColumnKind> kinds = Map.of("when", ColumnKind.parse(kind));
    return schema(cell, new TableScan(List.of(), List.of(), List.of(), kinds)).modelled().get(0);
  }

  @Test
  void datesAreWholeDays() {
    TableColumn column = found(i -> LocalDate.of(2024, 2, 1).plusDays(7L * i).toString());
    assertEquals("date", column.kind().text());
    assertEquals(1, column.step());
    assertEquals(7, column.parse("2024-05-17") - column.parse("2024-05-10"));
    assertEquals("2024-05-17", column.decoded(column.parse("2024-05-17") + 0.4f));
    assertEquals("2024-05-18", column.decoded(column.parse("2024-05-17") + 0.6f));
    assertEquals("1066-10-14", column.decoded(column.parse("1066-10-14")), "far from the data");
    assertEquals("9999-12-31", column.decoded(column.parse("9999-12-31")));
  }

  @ParameterizedTest
  @ValueSource(floats = {1e7f, Float.MAX_VALUE, Float.POSITIVE_INFINITY})
  void drawsStayInYearsOfFourDigits(float far) {
    TableColumn dates = found(i -> LocalDate.of(2024, 2, 1).plusDays(i).toString());
    assertEquals("9999-12-31", dates.decoded(far));
    assertEquals("0001-01-01", dates.decoded(-far));
    TableColumn stamps =
        found(i -> LocalDate.of(2024, 2, 1).plusDays(i) + "T%02d:15".formatted(i % 24));
    assertEquals("9999-12-31T23:45", stamps.decoded(100_000 * far));
    assertEquals("0001-01-01T00:00", stamps.decoded(-100_000 * far));
  }

  @Test
  void timesOfDayAreSecondsOnTheirGrid() {
    TableColumn minutes = found(i -> "%02d:%02d".formatted(i % 24, i));
    assertEquals("time", minutes.kind().text());
    assertEquals(60, minutes.step());
    assertEquals(14 * 3600 + 5 * 60, minutes.parse("14:05"));
    assertEquals("14:05", minutes.decoded(14 * 3600 + 5 * 60 + 29));
    assertEquals("00:00", minutes.decoded(86_399), "midnight is nearest");
    assertEquals("23:59", minutes.decoded(-40));
    TableColumn quarters = found(i -> "%02d:%02d:00".formatted(i % 24, 15 * (i % 4)));
    assertEquals(900, quarters.step());
    assertEquals("14:15:00", quarters.decoded(14 * 3600 + 5 * 60 + 200));
    TableColumn tenths = found(i -> i % 2 == 0 ? "09:30:%02d.5".formatted(i) : "17:01:13");
    assertEquals(0.5, tenths.step());
    assertEquals("09:30:07.5", tenths.decoded(tenths.parse("09:30:07.5")));
  }

  @ParameterizedTest
  @CsvSource({
    "'',T,2024-05-17T14:05:59",
    "'',' ',2024-05-17 14:05:59",
    "Z,T,2024-05-17T14:05:59Z",
    "+02:00,' ',2024-05-17 14:05:59+02:00",
    "-0330,T,2024-05-17T14:05:59-03:30"
  })
  void timestampsComeBackInTheFormOfTheData(String offset, String separator, String text) {
    LocalDateTime start = LocalDateTime.of(2024, 1, 1, 8, 0, 1);
    TableColumn column =
        found(i -> start.plusSeconds(86_477L * i).toString().replace("T", separator) + offset);
    assertEquals("timestamp", column.kind().text());
    assertEquals(1, column.step());
    assertEquals(text, column.decoded(column.parse(text)));
    assertEquals(text, column.decoded(column.parse(text) + 0.25f));
  }

  @Test
  void offsetsAreConvertedToTheFirst() {
    TableColumn column =
        found(
            i -> "2024-05-%02dT12:%02d:00%s".formatted(1 + i % 30, i, i % 2 == 0 ? "+02:00" : "Z"));
    assertEquals("2024-05-17T14:05:00+02:00", column.decoded(column.parse("2024-05-17T12:05:00Z")));
    Expect.rejected(
        "expected a timestamp with an offset", () -> column.parse("2024-05-17T12:05:00"));
  }

  @Test
  void everySecondOfAYearIsExact() {
    LocalDateTime start = LocalDateTime.of(2023, 7, 1, 0, 0, 0);
    TableColumn column = found(i -> start.plusSeconds(i * 534_509L).format(SECONDS));
    assertEquals(1, column.step());
    for (int second = 0; second < 31_536_000; second += 104_729) {
      String text = start.plusSeconds(second).format(SECONDS);
      assertEquals(text, column.decoded(column.parse(text)));
    }
  }

  @Test
  void finerStepsThanSinglePrecisionHoldsAreNoted() throws IOException {
    LocalDateTime start = LocalDateTime.of(2024, 1, 1, 0, 0, 0, 1_000_000);
    TableSource source = source(i -> start.plusDays(30L * i).plusNanos(i * 1_000_000L).toString());
    ScannedTable scanned = TableScan.all().scanned(source, Missing.MODEL);
    assertEquals(1, scanned.notes().size(), scanned.notes().toString());
    assertTrue(
        scanned.notes().get(0).contains("has steps of 0.001 seconds"), scanned.notes().get(0));
    String draw = (String) scanned.schema().modelled().get(0).decoded(1e6f);
    assertTrue(draw.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}"), draw);
  }

  @Test
  void impossibleDatesAreRejectedWithTheirPlace() throws IOException {
    IntFunction<String> dates = i -> LocalDate.of(2024, 2, 1).plusDays(i).toString();
    TableColumn column = found(dates);
    for (String text : List.of("2024-02-30", "0000-01-01", "2024-05-17T00:00", "24-05-17", "x")) {
      Expect.rejected(
          "column when: got \"%s\", expected a date such as 2024-05-17 (its kind is date)"
              .formatted(text),
          () -> column.parse(text));
    }
    Expect.rejected(
        "row 4, column when: got \"2024-02-30\", expected a date such as 2024-05-17, as 59 of the"
            + " 60 values are; correct it (leave the cell empty if it has no value), or declare"
            + " when=categorical",
        () -> found(i -> i == 3 ? "2024-02-30" : dates.apply(i)));
    Expect.rejected(
        "row 4, column when: got \"2024-02-30\", expected a date such as 2024-05-17 (its kind is"
            + " date)",
        () -> declared("date", i -> i == 3 ? "2024-02-30" : dates.apply(i)));
    Expect.rejected("got \"25:00\", expected a time of day", () -> declared("time", i -> "25:00"));
    TableSource wrong = source(i -> i == 7 ? "2024-02-30" : dates.apply(i));
    TableSchema schema = new TableSchema(List.of(column), List.of());
    Expect.rejected(
        "t, row 8, column when: got \"2024-02-30\"",
        () -> TableReader.readAll(wrong, schema, Missing.MODEL));
  }

  @Test
  void textThatIsSeldomADateIsCategorical() {
    TableColumn column = found(i -> i % 3 == 0 ? "2024-02-01" : "never");
    assertEquals("categorical", column.kind().text());
  }

  @ParameterizedTest
  @CsvSource({"true,false", "TRUE,FALSE", "Yes,No", "t,f", "T,F"})
  void truthValuesComeBackInTheSpellingOfTheData(String yes, String no) {
    TableColumn column = found(i -> i % 3 == 0 ? yes : no);
    assertEquals("boolean", column.kind().text());
    assertEquals(List.of(no, yes), column.names());
    assertEquals(1, column.parse("yEs"));
    assertEquals(0, column.parse("False"));
    assertEquals(yes, column.decoded(1));
    assertEquals(no, column.decoded(0));
    Expect.rejected(
        "got \"maybe\", expected %s or %s (its kind is boolean)".formatted(yes, no),
        () -> column.parse("maybe"));
  }

  @Test
  void truthValuesCanBeDigitsWhereTheyAreDeclared() {
    assertEquals("integer", found(i -> "" + i % 2).kind().text());
    TableColumn column = declared("boolean", i -> "" + i % 2);
    assertEquals(List.of("0", "1"), column.names());
    Expect.rejected(
        "row 3, column when: got \"2\", expected true or false",
        () -> declared("boolean", i -> i == 2 ? "2" : "" + i % 2));
  }

  @Test
  void aSchemaReadsWhatItWrites() {
    List<TableColumn> columns = new ArrayList<>();
    columns.add(found(i -> LocalDate.of(2024, 2, 1).plusDays(i).toString()));
    columns.add(found(i -> LocalTime.of(i % 24, i).toString()));
    columns.add(
        found(i -> i % 7 == 0 ? "" : "2024-05-%02d 12:%02d:01.25+01:00".formatted(1 + i % 30, i)));
    columns.add(found(i -> i % 2 == 0 ? "Yes" : "No"));
    TableSchema schema = new TableSchema(columns, List.of(columns.get(0)));
    assertTrue(columns.get(2).gaps().exist());
    assertEquals(schema, TableSchema.of(new ModelDescription(schema.entries())));
    assertEquals("day", schema.entries().get("table.modelled.1.unit"));
    assertEquals("second", schema.entries().get("table.modelled.2.unit"));
  }

  @Test
  void readsAndConditionsOnMissingAndGivenMoments() throws IOException {
    TableColumn column = found(i -> i == 5 ? "" : LocalDate.of(2024, 2, 1).plusDays(i).toString());
    TableSchema schema = new TableSchema(List.of(column), List.of());
    Data rows = TableReader.readAll(source(i -> i == 0 ? "" : "2024-02-03"), schema, Missing.MODEL);
    assertEquals(0, rows.x().values()[0], "the bit of a missing value");
    assertEquals(1, rows.x().values()[2]);
    assertEquals(column.parse("2024-02-03"), rows.x().values()[3]);
    assertEquals("", column.missing());
  }

  /** Its origin is where nearly all moments are, of which single precision holds each second. */
  @Test
  void aDateThatStandsForNoneIsNamedHoweverOften() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      LocalDate day = LocalDate.of(2024, 1, 1).plusDays(i * i % 353);
      rows.add(List.of(i % 4 == 0 ? "9999-12-31" : day.toString()));
    }
    TableSource source = TableSources.of("contracts", List.of("end"), rows);
    List<String> notes = TableScan.all().scanned(source, Missing.MODEL).notes();
    assertEquals(1, notes.size());
    assertTrue(
        notes
            .get(0)
            .startsWith("column end: 25.0 % of the rows hold 9999-12-31, far from nearly all"),
        notes.get(0));
  }

  @Test
  void aMomentFarAwayIsNamedAndMovesNothing() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      LocalDateTime at = LocalDateTime.of(2024, 3, 1, 0, 0, 1).plusSeconds(1_001L * i);
      rows.add(List.of(i == 17 ? "9999-12-31T23:59:59" : at.toString()));
    }
    TableSource source = TableSources.of("t", List.of("seen"), rows);
    ScannedTable found = TableScan.all().scanned(source, Missing.REFUSE);
    TableColumn column = found.schema().modelled().get(0);
    rows.remove(17);
    for (List<String> row : rows) {
      String decoded = column.decoded(column.parse(row.get(0))).toString();
      assertEquals(LocalDateTime.parse(row.get(0)), LocalDateTime.parse(decoded));
    }
    assertEquals(1, found.notes().size());
    assertTrue(
        found.notes().get(0).startsWith("column seen: a row holds 9999-12-31T23:59:59, far from"),
        found.notes().toString());
  }
}
