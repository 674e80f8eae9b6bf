package io.github.tfflows.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.prediction.Prediction;
import io.github.tfflows.tables.scan.Repeats;
import io.github.tfflows.tables.scan.ScannedTable;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dates and timestamps that many rows share have a probability of their own. */
class TimeMassesTest {
  private static final int ROWS = 3_000;
  private static final String NEVER = "9999-12-31";
  private static final String NEVER_AT = "9999-12-31 23:59:59";
  private static final String HOT = "2024-03-15";
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

  /**
   * Contracts, of which 28 % have no end: half of the open ones, and few others. Of the starts, 12
   * % are on one day.
   */
  private static TableSource contracts() {
    Random random = new Random(5);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      boolean isOpen = random.nextBoolean();
      boolean isEndless = random.nextDouble() < (isOpen ? 0.5 : 0.08);
      LocalDate start = random.nextDouble() < 0.12 ? LocalDate.parse(HOT) : day(random, 200);
      LocalDateTime at = day(random, 300).atTime(9 + random.nextInt(8), 0, random.nextInt(60));
      rows.add(
          List.of(
              isOpen ? "open" : "shut",
              start.toString(),
              isEndless ? NEVER : day(random, 300).toString(),
              isEndless ? NEVER_AT : at.format(SECONDS)));
    }
    return TableSources.of("contracts", List.of("state", "start", "end", "until"), rows);
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
    assertEquals("2024-03-05 10:00:01", until.decoded(until.parse("2024-03-05 10:00:01")));
    assertTrue(((String) until.drawn(1e9f)).startsWith("2024-10-26"), "the last of the others");
  }

  @Test
  void aFarDateOfATenthOfFewRowsIsOne() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      rows.add(List.of(i % 10 == 0 ? NEVER : FIRST.plusDays(i * i % 149).toString()));
    }
    TableSource source = TableSources.of("t", List.of("end"), rows);
    TableColumn end = TableScan.all().of(source, Missing.MODEL).modelled().get(0);
    assertEquals(List.of(NEVER), end.coding().massTexts());
  }

  @Test
  void theirSchemaCanBeReadBack() throws IOException {
    TableSchema schema = scanned().schema();
    assertEquals(schema, TableSchema.of(new ModelDescription(schema.entries())));
  }

  @Test
  void aDensityInTheirPlaceCanBeChosen() throws IOException {
    TableScan scan = new TableScan(List.of(), List.of(), List.of(), Map.of(), Repeats.DENSITY);
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
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(
          List.of(
              i % 10 < 7
                  ? NEVER_AT
                  : FIRST.atTime(7, 30, 1).plusSeconds(7_777L * i).format(SECONDS)));
    }
    TableSource source = TableSources.of("t", List.of("at"), rows);
    TableColumn at = TableScan.all().of(source, Missing.MODEL).modelled().get(0);
    for (List<String> row : rows) {
      assertEquals(row.get(0), at.decoded(at.parse(row.get(0))));
    }
  }

  @Test
  void aSingleDateBesideMissingOnesIsOne() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(List.of(i % 3 == 0 ? "" : HOT, "" + i % 7));
    }
    TableSource source = TableSources.of("t", List.of("day", "x"), rows);
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
            .withTraining(usual -> usual.withSteps(400).withMembers(1));
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
      Prediction other = model.predict("until").given(Map.of("end", HOT));
      assertEquals(1, other.cdf("9999-12-31 23:59:58"), 0.02);
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
