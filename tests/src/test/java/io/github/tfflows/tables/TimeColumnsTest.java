package io.github.tfflows.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.cell.Phases;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.column.TimeGrid;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.prediction.Prediction;
import io.github.tfflows.tables.profile.Repeats;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.ScannedTable;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of dates, times and truth values, from text to numbers and back. */
class TimeColumnsTest {
  private static final int ROWS = 60;
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  private static TableSource source(IntFunction<String> cell) {
    return Tables.of("when", ROWS, i -> List.of(cell.apply(i)));
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

  /** Draws around dates of the data, by hand. */
  @ParameterizedTest
  @CsvSource({
    "2023-11-01, 1, 0, 2024-02-16, 2024-03-01",
    "2023-11-01, 1, 0, 2024-02-15, 2024-02-01",
    "2023-11-30, 1, 1, 2024-02-14, 2024-01-31",
    "2023-11-30, 1, 1, 2024-02-15, 2024-02-29",
    "2023-10-01, 3, 0, 2024-02-16, 2024-04-01",
    "2023-10-15, 12, 0, 2025-04-15, 2024-10-15",
    "2023-10-15, 12, 0, 2025-04-16, 2025-10-15",
  })
  void drawsOfMonthsAreOnTheDayOfTheData(
      LocalDate first, int months, int isLast, String near, String drawn) {
    TableColumn column =
        found(
            i -> {
              LocalDate date = first.plusMonths((long) months * i);
              return date.withDayOfMonth(isLast == 1 ? date.lengthOfMonth() : date.getDayOfMonth())
                  .toString();
            });
    assertEquals(drawn, column.drawn(column.parse(near)));
    assertEquals(first.toString(), column.drawn(column.parse("1999-07-07")));
    assertEquals(near, column.decoded(column.parse(near)), "other values can be read");
    TableSchema schema = new TableSchema(List.of(column), List.of());
    assertEquals(schema, TableSchema.of(schema.entries()));
  }

  @Test
  void midnightsOfMonthsAreDatesOfMonths() {
    TableColumn column = found(i -> LocalDate.of(2024, 1, 1).plusMonths(i) + " 00:00:00");
    assertEquals("2024-03-01 00:00:00", column.drawn(column.parse("2024-02-20 00:00:00")));
    TableColumn noon = found(i -> LocalDate.of(2024, 1, 1).plusMonths(i) + " 12:00:00");
    assertEquals("2024-02-20 12:00:00", noon.drawn(noon.parse("2024-02-20 12:00:00")));
  }

  @Test
  void otherDatesAreDrawnOnAnyDay() {
    LocalDate first = LocalDate.of(2024, 1, 1);
    for (TableColumn column :
        List.of(
            found(i -> first.plusMonths(i).plusDays(i == 7 ? 1 : 0).toString()),
            found(i -> first.plusDays(29).plusMonths(i).toString()), // also the last of February
            found(i -> first.plusMonths(i % 4).toString()),
            found(i -> first.plusDays(7L * i).toString()))) {
      assertEquals("2024-02-20", column.drawn(column.parse("2024-02-20")));
    }
  }

  /** The mass may occur again in the rows of a refit. */
  @Test
  void aDateThatStandsForNoneHasAnyDayOfTheMonth() {
    TableColumn column =
        found(i -> i % 6 == 0 ? "9999-12-31" : LocalDate.of(2020, 1, 1).plusMonths(i).toString());
    TimeCoding coding = (TimeCoding) column.coding();
    double mass = coding.read("9999-12-31");
    double later = coding.read("2026-06-01");
    for (TimeCoding each : List.of(coding, coding.reaching(mass, later))) {
      assertEquals("2024-03-01", each.drawn(coding.read("2024-03-09")));
      assertEquals("9999-12-31", each.drawn(mass));
    }
  }

  /** Counts of the first dates of birth are lost when the last are read. */
  @Test
  void moreDatesThanAreCountedAreDrawnOnAnyDayOfAll() throws IOException {
    LocalDate first = LocalDate.of(1930, 1, 1);
    TableSource table =
        Tables.of(
            "born", 40_000, i -> List.of(i % 2 == 0 ? first.plusYears(i % 50) : first.plusDays(i)));
    TableColumn column = TableScan.all().of(table, Missing.REFUSE).modelled().get(0);
    assertEquals("1950-03-05", column.drawn(column.parse("1950-03-05")));
  }

  /** A refit adds months, and other days. */
  @Test
  void drawsReachTheDatesOfNewRows() {
    TimeCoding coding =
        (TimeCoding) found(i -> LocalDate.of(2020, 1, 1).plusMonths(i).toString()).coding();
    double next = coding.read("2025-01-01");
    double later = coding.read("2025-06-01");
    assertEquals("2025-05-01", coding.reaching(next, later).drawn(coding.read("2025-05-02")));
    double other = coding.read("2025-06-17");
    assertEquals("2025-05-02", coding.reaching(next, other).drawn(coding.read("2025-05-02")));
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

  private static TimeCoding coding(String time, double step, String format) {
    OffsetDateTime origin = OffsetDateTime.parse("2024-05-17T" + time + "Z");
    return new TimeCoding(Moment.Form.TIMESTAMP, origin, step, format);
  }

  private static Optional<Phases> phases(String time, double step) {
    TimeCoding coding = coding(time, step, "uuuu-MM-dd'T'HH:mm:ss");
    TableColumn when = new TableColumn("when", new ColumnKind.Timestamp(), coding, 0);
    return new TableSchema(List.of(when, when), List.of()).phases(when);
  }

  @Test
  void hoursOrLongerStepsPartTheDay() {
    assertEquals(Optional.of(new Phases(-0.5, 3_600, 24)), phases("00:00", 1));
    assertEquals(Optional.of(new Phases(-6.5 * 3_600 - 30, 3_600, 24)), phases("06:30", 60));
    assertEquals(Optional.of(new Phases(-3_600, 7_200, 12)), phases("00:00", 7_200));
    assertEquals(Optional.empty(), phases("00:00", 86_400), "days");
    assertEquals(Optional.empty(), phases("00:00", 18_000), "a day is no multiple");
    assertEquals(Optional.empty(), phases("00:00", 7), "an hour is no multiple");
  }

  private static Phases phases(TimeCoding.Part part) {
    OffsetDateTime origin = OffsetDateTime.parse("2024-05-17T00:00Z"); // a Friday
    TimeCoding coding = new TimeCoding(Moment.Form.DATE, origin, 1, "uuuu-MM-dd").withPart(part);
    TableColumn when = new TableColumn("when", new ColumnKind.Date(), coding, 0);
    return new TableSchema(List.of(when, when), List.of()).phases(when).orElseThrow();
  }

  @Test
  void weekdaysBeginOnMondayAndTwelfthsOnNewYear() {
    assertEquals(new Phases(-4.5, 1, 7), phases(TimeCoding.Part.WEEKDAY));
    assertEquals(new Phases(-137.5, 365.2425 / 12, 12), phases(TimeCoding.Part.TWELFTH));
  }

  @Test
  void theFinestStepIsThatOfTheFormat() {
    assertEquals(60, coding("00:00", 3_600, "uuuu-MM-dd'T'HH:mm").finest().step());
    assertEquals(1, coding("00:00", 3_600, "uuuu-MM-dd'T'HH:mm:ss").finest().step());
    assertEquals(0.5, coding("00:00", 0.5, "uuuu-MM-dd'T'HH:mm:ss.S").finest().step());
  }

  @ParameterizedTest
  @CsvSource({
    "'',T,2024-05-17T14:05:59",
    "'',' ',2024-05-17 14:05:59",
    "Z,T,2024-05-17T14:05:59Z",
    "+02:00,' ',2024-05-17 14:05:59+02:00",
    "-0330,T,2024-05-17T14:05:59-0330",
    "+00,' ',2024-05-17 14:05:59+00"
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
    assertEquals(
        List.of("column when has a step of 0.001 s; single precision holds its times to 8 s"),
        scanned.notes());
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

  /** T is a trace of rain beside its amounts. */
  @Test
  void truthValuesBesideOtherNumbersAreNames() {
    Expect.rejected(
        "got \"T\", expected a number, as 59 of the 60 values are; correct it (leave the cell empty"
            + " if it has no value), or declare when=boolean",
        () -> found(i -> i == 3 ? "T" : "" + i % 2));
    Expect.rejected(
        "or declare when=categorical", () -> found(i -> i == 3 ? "T" : "" + i % 3 / 2.0));
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
    TableSource source =
        Tables.of("end", 1_000, i -> List.of(i % 4 == 0 ? NEVER : FIRST.plusDays(i * i % 353)));
    List<String> notes = TableScan.all().scanned(source, Missing.MODEL).notes();
    assertEquals(1, notes.size());
    String start = "column end: 25.0 % of the rows hold 9999-12-31, far from nearly all";
    assertTrue(notes.get(0).startsWith(start), notes.get(0));
  }

  @Test
  void aMassThatMakesTheStepFinerIsNamed() throws IOException {
    String stamp = "2024-10-01 22:20:10.165196";
    TableSource source =
        Tables.of(
            "end",
            1_000,
            i -> List.of(i % 10 == 0 ? stamp : FIRST.plusDays(i * i % 353) + " 00:00:00"));
    List<String> notes = TableScan.all().scanned(source, Missing.MODEL).notes();
    assertEquals(1, notes.size(), notes.toString());
    String start =
        "column end: all values but %s are multiples of 86400 seconds apart, and draws are not"
            .formatted(stamp);
    assertTrue(notes.get(0).startsWith(start), notes.get(0));
    TableSource midnights =
        Tables.of(
            "end",
            1_000,
            i -> List.of((i % 10 == 0 ? NEVER : FIRST.plusDays(i * i % 353)) + " 00:00:00"));
    List<String> far = TableScan.all().scanned(midnights, Missing.MODEL).notes();
    assertEquals(1, far.size(), far.toString());
    assertTrue(far.get(0).contains("far from nearly all"), far.get(0));
  }

  /** Moments that stand for no end in the tables of databases, and dates beside them. */
  @ParameterizedTest
  @CsvSource({
    "9999-12-31 23:59:59, '', 86400",
    "9999-12-31 23:59:59.997, .000, 86400",
    "9999-12-31 23:59:59.999999, .000000, 86400",
    "1753-01-01 00:00:01, '', 86400",
    "2100-01-01 12:10, '', 86400",
    "2024-06-30 12:00:00, '', 43200",
    "2024-06-30 12:00:00.1230000, .0000000, 0.003"
  })
  void aMassBeyondOthersDoesNotMakeTheStepFiner(String mass, String decimals, double step)
      throws IOException {
    String midnight = " 00:00" + (mass.length() > "2100-01-01 12:10".length() ? ":00" : "");
    TableSource source =
        Tables.of(
            "end",
            1_000,
            i -> List.of(i % 10 == 0 ? mass : FIRST.plusDays(i * i % 353) + midnight + decimals));
    ScannedTable found = TableScan.all().scanned(source, Missing.MODEL);
    TableSchema schema = TableSchema.of(found.schema().entries());
    TableColumn end = schema.modelled().get(0);
    assertEquals(step, end.step());
    assertEquals(List.of(mass), end.coding().massTexts());
    assertEquals(mass, end.decoded(end.parse(mass)));
    assertEquals(mass, end.drawn(end.parse(mass)));
    assertEquals(1, end.masses().place(end.parse(mass)));
    String other = "2024-03-05" + midnight + decimals;
    assertEquals(other, end.decoded(end.parse(other)));
    assertEquals(0, end.masses().place(end.parse(other)));
    assertEquals(step == 43_200 ? 0 : 1, found.notes().size(), found.notes().toString());
  }

  /** With steps of a second, midnights would have no neighbours, and each would be a mass. */
  @Test
  void massesBesideAMassBeyondOthersAreThoseWithoutIt() throws IOException {
    String often = "2024-01-30 00:00:00";
    TableSource source =
        Tables.of(
            "end",
            10_000,
            i ->
                List.of(
                    i % 10 < 2
                        ? List.of(NEVER_AT, often).get(i % 10)
                        : FIRST.plusDays(i * 31 % 150) + " 00:00:00"));
    TableColumn end = TableScan.all().of(source, Missing.MODEL).modelled().get(0);
    assertEquals(List.of(often, NEVER_AT), end.coding().massTexts());
    assertEquals(86_400, end.step());
  }

  /** Both would be the same midnight. */
  @Test
  void twoMassesOfOneDayKeepTheStep() throws IOException {
    List<String> masses = List.of("9999-12-31 23:59:00", NEVER_AT);
    TableSource source =
        Tables.of(
            "end",
            1_000,
            i ->
                List.of(
                    i % 10 < 2 ? masses.get(i % 10) : FIRST.plusDays(i * i % 353) + " 00:00:00"));
    TableColumn end = TableScan.all().of(source, Missing.MODEL).modelled().get(0);
    assertEquals(1, end.step());
    assertEquals(masses, masses.stream().map(end::parse).map(end::decoded).toList());
  }

  /** Dates without a time beside the times of a day's work, and some other times of their hour. */
  @ParameterizedTest
  @CsvSource({"'', 0, 0", "'', 1, 0", "+02:00, 0, 79200", "'', 3,", "+05:30, 0,"})
  void drawsOfHoursWithOneTimeHaveIt(String offset, int others, Long midnight) throws IOException {
    IntFunction<String> clock =
        i ->
            i % 3 > 0
                ? LocalTime.of(9, 0)
                    .plusSeconds(i * 7_919 % 30_000)
                    .format(DateTimeFormatter.ISO_TIME)
                : i / 3 % 50 < others ? "00:41:07" : "00:00:00";
    TableSource source =
        Tables.of(
            "at", 1_500, i -> List.of(FIRST.plusDays(i * i % 353) + " " + clock.apply(i) + offset));
    TableSchema schema = TableScan.all().of(source, Missing.MODEL);
    TableColumn at = TableSchema.of(schema.entries()).modelled().get(0);
    TimeCoding coding = (TimeCoding) at.coding();
    List<Long> times = Optional.ofNullable(midnight).stream().toList();
    assertEquals(new TimeGrid.Hours(times), coding.grid());
    String off = "2024-03-05 00:59:59" + offset;
    String on = times.isEmpty() ? off : "2024-03-05 00:00:00" + offset;
    assertEquals(on, at.drawn(at.parse(off)));
    assertEquals(off, at.decoded(at.parse(off)));
    for (String same : List.of("2024-03-05 01:00:00", "2024-03-05 00:00:00")) {
      assertEquals(same + offset, at.drawn(at.parse(same + offset)));
    }
    assertEquals(coding, coding.reaching(at.parse(on)));
    assertEquals(TimeGrid.NONE, coding.reaching(at.parse(off)).grid());
  }

  /** Single precision holds these years to four seconds, but all midnights exactly. */
  @Test
  void midnightsOfManyYearsStayInTheirHour() throws IOException {
    IntFunction<String> cell =
        i ->
            FIRST.plusDays(i % 3 > 1 ? 1_000 : i * 1_009L % 2_000) // one day has the median
                + (i % 3 > 0 ? " 1%d:%02d:%02d".formatted(i % 7, i % 60, i % 59) : " 00:00:00");
    TableSource source = Tables.of("at", 3_001, i -> List.of(cell.apply(i)));
    TableColumn at = TableScan.all().of(source, Missing.MODEL).modelled().get(0);
    TimeCoding coding = (TimeCoding) at.coding();
    double[] numbers =
        IntStream.range(0, 3_001).mapToDouble(i -> at.parse(cell.apply(i))).toArray();
    assertEquals(new TimeGrid.Hours(List.of(0L)), coding.reaching(numbers).grid());
    for (int i = 0; i < 3_001; i += 3) {
      assertEquals(cell.apply(i), at.decoded(at.parse(cell.apply(i))));
    }
  }

  /** Times of one hour that changed leave those of the other. */
  @Test
  void eachHourKeepsItsTime() {
    OffsetDateTime origin = OffsetDateTime.parse("2024-03-05T00:00Z");
    TimeCoding coding =
        new TimeCoding(Moment.Form.TIMESTAMP, origin, 1, "uuuu-MM-dd HH:mm:ss")
            .withGrid(new TimeGrid.Hours(List.of(0L, 32_400L)));
    double[] numbers =
        IntStream.range(0, 1_000)
            .mapToDouble(i -> i % 20 > 0 ? 86_400 * (i - 500) : 86_400 * i + 32_400 + i)
            .toArray();
    assertEquals(new TimeGrid.Hours(List.of(0L)), coding.reaching(numbers).grid());
  }

  /** Of few days, one time of day may be chance. */
  @Test
  void fewDaysHaveNoTimeInCommon() throws IOException {
    for (int days : List.of(19, 20)) {
      TableSource source =
          Tables.of(
              "at",
              4_000,
              i ->
                  List.of(
                      i % 40 > 0
                          ? FIRST.plusDays(i * i % 353) + " 10:%02d:%02d".formatted(i % 60, i % 59)
                          : FIRST.plusDays(i / 40 % days) + " 00:00:00"));
      TableColumn at = TableScan.all().of(source, Missing.MODEL).modelled().get(0);
      assertEquals(days == 19, ((TimeCoding) at.coding()).grid().isEmpty());
      assertEquals(List.of(), at.coding().masses());
    }
  }

  @Test
  void aMomentFarAwayIsNamedAndMovesNothing() throws IOException {
    LocalDateTime start = LocalDateTime.of(2024, 3, 1, 0, 0, 1);
    List<List<String>> rows =
        Tables.rows(
            400, i -> List.of(i == 17 ? "9999-12-31T23:59:59" : start.plusSeconds(1_001L * i)));
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

  private static final int CONTRACTS = 3_000;
  private static final String NEVER = "9999-12-31";
  private static final String NEVER_AT = "9999-12-31 23:59:59";
  private static final String HOT = "2024-03-15";
  private static final DateTimeFormatter BLANK_SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

  /**
   * Contracts, of which 28 % have no end: half of the open ones, and few others. Of the starts, 12
   * % are on one day. The others end on a minute.
   */
  private static TableSource contracts() {
    Random random = new Random(5);
    return Tables.of(
        "state,start,end,until",
        CONTRACTS,
        i -> {
          boolean isOpen = random.nextBoolean();
          boolean isEndless = random.nextDouble() < (isOpen ? 0.5 : 0.08);
          LocalDate start = random.nextDouble() < 0.12 ? LocalDate.parse(HOT) : day(random, 200);
          LocalDateTime at = day(random, 300).atTime(9 + random.nextInt(8), random.nextInt(60));
          return List.of(
              isOpen ? "open" : "shut",
              start,
              isEndless ? NEVER : day(random, 300),
              isEndless ? NEVER_AT : at.format(BLANK_SECONDS));
        });
  }

  private static LocalDate day(Random random, int days) {
    return FIRST.plusDays(random.nextInt(days));
  }

  private static ScannedTable scanned() throws IOException {
    return TableScan.all().scanned(contracts(), Missing.MODEL);
  }

  @Test
  void datesOfManyRowsAreMasses() throws IOException {
    List<TableColumn> columns = scanned().schema().modelled();
    assertEquals(List.of(HOT), columns.get(1).coding().massTexts());
    assertEquals(List.of(NEVER), columns.get(2).coding().massTexts());
    assertEquals(List.of(NEVER_AT), columns.get(3).coding().massTexts());
    TableColumn until = columns.get(3);
    assertEquals(NEVER_AT, until.decoded(until.parse(NEVER_AT)), "to the second");
    assertEquals(NEVER_AT, until.drawn(until.parse(NEVER_AT)), "although beyond the range");
    assertNotEquals(until.parse(NEVER_AT), until.parse("9999-12-31 20:00:00"));
    assertEquals(60, until.step(), "between the masses");
    assertEquals("2024-03-05 10:01:00", until.decoded(until.parse("2024-03-05 10:01:00")));
    assertTrue(((String) until.drawn(1e9f)).startsWith("2024-10-26"), "the last of the others");
  }

  @Test
  void aFarDateOfATenthOfFewRowsIsOne() throws IOException {
    TableSource source =
        Tables.of("end", 150, i -> List.of(i % 10 == 0 ? NEVER : FIRST.plusDays(i * i % 149)));
    TableColumn end = TableScan.all().of(source, Missing.MODEL).modelled().get(0);
    assertEquals(List.of(NEVER), end.coding().massTexts());
  }

  @Test
  void aDensityInTheirPlaceCanBeChosen() throws IOException {
    TableScan scan = TableScan.all().withRepeats(Repeats.DENSITY);
    TableSchema schema = scan.of(contracts(), Missing.MODEL);
    assertTrue(schema.modelled().stream().allMatch(column -> column.masses().isEmpty()));
  }

  @Test
  void aNoteSaysWhatBecomesOfThem() throws IOException {
    List<String> notes = scanned().notes();
    assertEquals(2, notes.size(), notes.toString());
    String note = notes.get(0);
    assertTrue(note.startsWith("column end: 28.2 %"), note);
    assertTrue(note.contains(" of the rows hold 9999-12-31, far from nearly all"), note);
    assertTrue(note.contains("2024-01-07 to 2024-10-21"), note);
    assertTrue(note.contains("; it is a point mass, which has its share in draws;"), note);
  }

  @Test
  void mostRowsCanHoldThem() throws IOException {
    List<List<String>> rows =
        Tables.rows(
            CONTRACTS,
            i ->
                List.of(
                    i % 10 < 7
                        ? NEVER_AT
                        : FIRST.atTime(7, 30, 1).plusSeconds(7_777L * i).format(BLANK_SECONDS)));
    TableSource source = TableSources.of("t", List.of("at"), rows);
    TableColumn at = TableScan.all().of(source, Missing.MODEL).modelled().get(0);
    for (List<String> row : rows) {
      assertEquals(row.get(0), at.decoded(at.parse(row.get(0))));
    }
  }

  @Test
  void aSingleDateBesideMissingOnesIsOne() throws IOException {
    TableSource source = Tables.of("day,x", CONTRACTS, i -> List.of(i % 3 == 0 ? "" : HOT, i % 7));
    TableColumn day = TableScan.all().of(source, Missing.MODEL).modelled().get(0);
    assertEquals(List.of(HOT), day.coding().massTexts());
    assertEquals(HOT, day.drawn(2));
  }

  @Tag("training")
  @Test
  void theyAreDrawnPredictedAndServedWithTheirShare(@TempDir Path folder) throws IOException {
    TableFit fit =
        TableFit.of(contracts())
            .givenAny()
            .withFlow(
                FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE, usual -> new FlowFamily.Size(1, 32, 1, 8))
            .withTraining(usual -> usual.withSteps(250).withMembers(1));
    double endless;
    try (TableModel model = fit.fit()) {
      List<Map<String, Object>> draws = model.draw(6_000, 3);
      endless = share(draws, "until", NEVER_AT);
      assertEquals(0.12, share(draws, "start", HOT), 0.02);
      assertEquals(0.28, share(draws, "end", NEVER), 0.03);
      assertEquals(0.28, endless, 0.03);
      assertEquals(endless, share(draws, "until", "9999"), "no other moment of its year");
      Prediction until = model.predict("until").given(Map.of("end", NEVER));
      assertEquals(1, until.probability(NEVER_AT, NEVER_AT), 0.02);
      assertEquals(NEVER_AT, until.text(until.median()));
      assertEquals(0, until.cdf("9999-12-31 12:00:00"), 0.02);
      Prediction other = model.predict("until").given(Map.of("end", HOT));
      assertEquals(1, other.cdf("9999-12-31 23:59:00"), 0.02);
      model.export(folder.resolve("model"));
    }
    double[] served =
        Objects.requireNonNull(Tables.served(folder.resolve("model"), 6_000).get("until"));
    double never = LocalDateTime.parse("9999-12-31T23:59:59").toEpochSecond(ZoneOffset.UTC);
    double year = LocalDateTime.parse("2025-01-01T00:00:00").toEpochSecond(ZoneOffset.UTC);
    long ofNever = DoubleStream.of(served).filter(x -> x == never).count();
    assertEquals(endless, ofNever / (double) served.length, 0.02);
    assertEquals(ofNever, DoubleStream.of(served).filter(x -> x >= year).count());
  }

  private static double share(List<Map<String, Object>> rows, String column, String value) {
    return rows.stream().filter(row -> String.valueOf(row.get(column)).startsWith(value)).count()
        / (double) rows.size();
  }
}
