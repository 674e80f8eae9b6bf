package io.github.tfflows.tables.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.profile.ColumnScan;
import io.github.tfflows.tables.profile.Finding;
import io.github.tfflows.tables.profile.Identifiers;
import io.github.tfflows.tables.profile.Repeats;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Serialized;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scans of parts of a table, merged, find the same columns as one scan of the whole. */
class PartialScanTest {
  private static final int ROWS = 3_000;

  /** The rows with which the parts after the first begin, in shares of the whole. */
  private static final List<List<Double>> CUTS =
      List.of(
          List.of(),
          List.of(0.3),
          List.of(0.002, 0.002),
          List.of(0.0, 0.001, 0.2, 0.2001, 0.5, 0.999));

  static List<List<Double>> cuts() {
    return CUTS;
  }

  private static List<TableScan.Part> parts(TableScan scan, TableSource source, List<Double> cuts) {
    List<TableScan.Part> parts = new ArrayList<>();
    try (RowCursor cursor = source.open()) {
      int count = count(source);
      for (int i = 0; i <= cuts.size(); i++) {
        double end = i < cuts.size() ? cuts.get(i) : 1;
        TableScan.Part part = scan.begin(source.name(), source.columns());
        int first = i == 0 ? 0 : (int) (cuts.get(i - 1) * count);
        for (int row = first; row < (int) (end * count); row++) {
          assertTrue(cursor.next());
          part.add(cursor);
        }
        parts.add(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parts;
  }

  private static int count(TableSource source) throws IOException {
    int count = 0;
    try (RowCursor cursor = source.open()) {
      while (cursor.next()) {
        count++;
      }
    }
    return count;
  }

  @Test
  void findsAColumnOnceUntilFurtherRows() throws IOException {
    ColumnScan scan = new ColumnScan("x", null, Repeats.MASS, Identifiers.NAMES);
    ColumnScan later = new ColumnScan("x", null, Repeats.MASS, Identifiers.NAMES);
    try (RowCursor cursor = Tables.of("x", 4, i -> List.of(0.5 * i)).open()) {
      cursor.next();
      scan.accept(cursor, 0);
      Finding first = scan.finding();
      assertSame(first, scan.finding());
      cursor.next();
      scan.accept(cursor, 0);
      assertNotEquals(first, scan.finding());
      cursor.next();
      later.accept(cursor, 0);
    }
    Finding second = scan.finding();
    scan.append(later);
    assertNotEquals(second, scan.finding());
  }

  private static TableScan.Part merged(List<TableScan.Part> parts) {
    return parts.stream().reduce(TableScan.Part::mergedWith).orElseThrow();
  }

  /** Merges the last two parts first. */
  private static TableScan.Part mergedFromTheEnd(List<TableScan.Part> parts) {
    TableScan.Part later = parts.get(parts.size() - 1);
    for (int i = parts.size() - 2; i >= 0; i--) {
      later = parts.get(i).mergedWith(later);
    }
    return later;
  }

  /** On the hour in UTC, with an offset of some minutes in the last rows. */
  private static String stamp(int i, Random random) {
    Instant at =
        Instant.ofEpochSecond(1_600_000_000 / 3_600 * 3_600 + 3_600L * random.nextInt(9_999));
    return at.atOffset(i < ROWS / 2 ? ZoneOffset.UTC : ZoneOffset.ofHoursMinutes(5, 45)).toString();
  }

  private static TableSource everyKind() {
    Random random = new Random(7);
    return Tables.of(
        "price,visits,amount,x,score,angle,flag,digit,letter,rare,day,clock,stamp,row,anew,k,none,given",
        ROWS,
        i -> {
          double x = random.nextGaussian();
          return List.of(
              "%.2f".formatted(20 + 5 * x),
              "" + (int) Math.exp(1.2 * random.nextGaussian()),
              "" + (i % 4 == 0 ? 0 : Math.exp(random.nextGaussian())),
              i % 5 == 0 ? "NA" : "" + x,
              "%.1f".formatted(i % 3 == 0 ? 10 : 30 * random.nextDouble()),
              random.nextInt(360),
              i < 50 ? "no" : List.of("yes", "Yes", "no").get(random.nextInt(3)),
              "" + random.nextInt(2),
              i % 7 == 0 ? "" : "" + (char) ('a' + random.nextInt(5)),
              i % 2 == 0 ? random.nextInt(9_000) + "r" : random.nextInt(30) + "often",
              LocalDate.of(2024, 2, 1).plusDays(random.nextInt(900)).toString(),
              i == ROWS - 500
                  ? "12:07:00"
                  : LocalTime.of(random.nextInt(24), 5 * random.nextInt(12)).toString(),
              stamp(i, random),
              "" + i,
              "" + (i < ROWS / 5 ? i : i - ROWS / 5),
              "7.5",
              "",
              "" + random.nextInt(100));
        });
  }

  private static TableScan everyColumn() {
    return new TableScan(
        List.of(),
        List.of("given"),
        List.of(),
        Map.of("angle", new ColumnKind.Circular(360), "digit", new ColumnKind.Bool()));
  }

  @Test
  void theTableHasEveryKind() throws IOException {
    ScannedTable whole = everyColumn().scanned(everyKind(), Missing.MODEL);
    List<TableColumn> columns = whole.schema().modelled();
    assertEquals(
        "real count positive real real circular:360 boolean boolean categorical categorical date"
            + " time timestamp integer integer",
        String.join(" ", columns.stream().map(column -> column.kind().text()).toList()));
    assertEquals(List.of(0.0), columns.get(2).masses().values());
    assertEquals(List.of(10.0), columns.get(4).masses().values());
    assertTrue(columns.get(9).categories().pooled().size() > 1_000);
    assertEquals(
        List.of(0.01, 1.0, 0.0, 0.0, 0.1),
        columns.subList(0, 5).stream().map(TableColumn::step).toList());
    assertEquals(60, columns.get(11).step(), "of one row");
    assertEquals("14:05:00", columns.get(11).decoded(14 * 3_600 + 5 * 60));
    assertEquals(3_600, columns.get(12).step());
    assertEquals(5, whole.notes().size(), whole.notes().toString());
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void partsMakeTheWhole(List<Double> cuts) throws IOException {
    TableSource source = everyKind();
    TableScan scan = everyColumn();
    TableScan.Part merged = merged(parts(scan, source, cuts));
    TableScan.Part fromTheEnd = mergedFromTheEnd(parts(scan, source, cuts));
    for (Missing missing : Missing.values()) {
      ScannedTable whole = scan.scanned(source, missing);
      assertEquals(whole, merged.scanned("t", missing));
      assertEquals(whole, fromTheEnd.scanned("t", missing));
    }
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void partsCanBeSerialized(List<Double> cuts) throws IOException {
    TableSource source = everyKind();
    TableScan scan = everyColumn();
    List<TableScan.Part> copies = parts(scan, source, cuts).stream().map(Serialized::copy).toList();
    TableScan.Part begun = Serialized.copy(scan.begin("t", source.columns()));
    assertEquals(
        scan.scanned(source, Missing.MODEL),
        Serialized.copy(begun.mergedWith(merged(copies))).scanned("t", Missing.MODEL));
  }

  private static void assertSameMessage(String part, TableScan scan, TableSource source) {
    String whole = message(() -> scan.scanned(source, Missing.MODEL));
    assertTrue(whole.contains(part), whole);
    for (List<Double> cuts : CUTS) {
      for (UnaryOperator<TableScan.Part> copy :
          List.<UnaryOperator<TableScan.Part>>of(x -> x, Serialized::copy)) {
        List<TableScan.Part> parts = parts(scan, source, cuts).stream().map(copy).toList();
        assertEquals(whole, message(() -> merged(parts).scanned("t", Missing.MODEL)));
      }
      List<TableScan.Part> parts = parts(scan, source, cuts);
      assertEquals(whole, message(() -> mergedFromTheEnd(parts).scanned("t", Missing.MODEL)));
    }
  }

  private static String message(Executable call) {
    return Expect.message(IllegalArgumentException.class, call);
  }

  private static void assertSameMessage(String part, String kind, IntFunction<String> cell) {
    Map<String, ColumnKind> kinds = kind.isEmpty() ? Map.of() : Map.of("c", ColumnKind.parse(kind));
    assertSameMessage(
        part,
        new TableScan(List.of("c"), List.of(), List.of(), kinds),
        Tables.of("x,c", 1_500, i -> List.of(i, cell.apply(i))));
  }

  private static String day(int i) {
    return LocalDate.of(2024, 2, 1).plusDays(i).toString();
  }

  @Test
  void messagesTellTheFirstCell() {
    assertSameMessage(
        "row 3, column c: got \"x\", expected a number, as 1,496 of",
        "",
        i -> i == 2 ? "x" : i == 700 || i == 701 || i == 1_499 ? "y" : "" + i);
    assertSameMessage(
        "row 1499, column c: got \"x\", expected a number, as 1,499 of",
        "",
        i -> i == 1_498 ? "x" : "" + i);
    assertSameMessage(
        "row 451, column c: got \"2024-02-30\", expected a date such as",
        "",
        i -> i == 450 ? "2024-02-30" : i == 752 ? "14:05" : day(i));
    assertSameMessage(
        "row 451, column c: got \"14:05\", expected a date such as",
        "date",
        i -> i == 450 || i == 752 ? "14:05" : i == 753 ? "2024-02-30" : day(i));
    assertSameMessage(
        "row 5, column c: got \"2\", expected true or false", "boolean", i -> "" + i % 6 / 2);
    assertSameMessage("got \"never\", expected a time of day", "time", i -> "never");
    assertSameMessage(
        "column c is constant, \"red\" in every row that", "", i -> i < 1_499 ? "" : "red");
    assertSameMessage("column c has no value", "", i -> "?");
    assertSameMessage(
        "than 1,000 different names, such as \"0k\", each in one row only: it is an identifier",
        "",
        i -> i + "k");
  }

  @Test
  void partsOfTooFewRowsMakeATooSmallTable() {
    TableSource nine = Tables.of("x", 9, i -> List.of(i));
    assertSameMessage("t has 9 rows; expected at least 10", TableScan.all(), nine);
  }

  private static List<String> digits(int rows) {
    Random random = new Random(3);
    return IntStream.range(0, rows).mapToObj(i -> "" + random.nextInt(10)).toList();
  }

  @Test
  void twinsAreFound() throws IOException {
    List<String> cells = digits(1_500);
    TableSource source = Tables.of("x,y,z", 1_500, i -> List.of(cells.get(i), i, cells.get(i)));
    ScannedTable whole = TableScan.all().scanned(source, Missing.MODEL);
    assertEquals(new Relation.Equal("x"), whole.schema().derived().get(0).relation());
    for (List<Double> cuts : CUTS) {
      TableScan.Part all = merged(parts(TableScan.all(), source, cuts));
      assertEquals(whole, all.scanned("t", Missing.MODEL));
    }
  }

  @Test
  void permutationsAreNoTwins() {
    List<String> cells = digits(1_600);
    List<String> swapped = new ArrayList<>(cells);
    Collections.swap(swapped, 0, cells.lastIndexOf(cells.get(0).equals("3") ? "4" : "3"));
    TableSource source =
        Tables.of(
            "x,back,swapped,rotated,exchanged",
            1_600,
            i ->
                List.of(
                    cells.get(i),
                    cells.get(1_599 - i),
                    swapped.get(i),
                    cells.get((i + 400) % 1_600),
                    cells.get(i < 400 ? i + 400 : i < 800 ? i - 400 : i)));
    List<List<Double>> allCuts = new ArrayList<>(CUTS);
    allCuts.add(List.of(0.25, 0.5, 0.75));
    for (List<Double> cuts : allCuts) {
      List<TableScan.Part> parts = parts(TableScan.all(), source, cuts);
      assertEquals(5, merged(parts).scanned("t", Missing.DROP).schema().modelled().size());
      parts = parts(TableScan.all(), source, cuts);
      assertEquals(
          5, mergedFromTheEnd(parts).scanned("t", Missing.DROP).schema().modelled().size());
    }
  }

  @Test
  void refusesAPartOfAnotherScan() {
    TableScan.Part part = TableScan.all().begin("t", List.of("x", "y"));
    Expect.rejected(
        "of the columns x, y and of x, z; expected the same",
        () -> part.mergedWith(TableScan.all().begin("t", List.of("x", "z"))));
    TableScan whole =
        new TableScan(List.of(), List.of(), List.of(), Map.of("x", new ColumnKind.Whole()));
    Expect.rejected("different scans", () -> part.mergedWith(whole.begin("t", List.of("x", "y"))));
    Expect.rejected(
        "t has no column \"x\"; it has a, b", () -> whole.begin("t", List.of("a", "b")));
  }
}
