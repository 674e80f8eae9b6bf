package io.github.tfflows.tables.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemorySourceTest {
  /** A row. */
  private record Order(
      double price, @Nullable String colour, long count, @Nullable Integer rating) {}

  private static double number(TableSource source, int row, int column) throws IOException {
    try (RowCursor cursor = source.open()) {
      for (int i = 0; i < row; i++) {
        cursor.next();
      }
      return cursor.number(column);
    }
  }

  @Test
  void readsRecords() throws IOException {
    List<Order> orders =
        List.of(new Order(1.5, "red", 3, null), new Order(Double.NaN, null, -2, 4));
    TableSource source = TableSources.ofRecords("orders", Order.class, orders);
    assertEquals(List.of("price", "colour", "count", "rating"), source.columns());
    assertEquals(
        List.of(Arrays.asList("1.5", "red", "3", null), Arrays.asList(null, null, "-2", "4")),
        Tables.cells(source));
    assertEquals(-2, number(source, 2, 2));
    assertEquals(Double.NaN, number(source, 1, 3));
  }

  @Test
  void readsMapsOfDifferentKeys() throws IOException {
    Map<String, Object> first = new LinkedHashMap<>();
    first.put("x", 0.1f);
    first.put("name", "a");
    TableSource source =
        TableSources.ofMaps("maps", List.of(first, Map.of("x", "2.5"), Map.of("y", true)));
    assertEquals(List.of("x", "name", "y"), source.columns());
    assertEquals(
        List.of(
            Arrays.asList("0.1", "a", null),
            Arrays.asList("2.5", null, null),
            Arrays.asList(null, null, "true")),
        Tables.cells(source));
    assertEquals(2.5, number(source, 2, 0));
  }

  @Test
  void readsColumnsOfArraysAndLists() throws IOException {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("x", new double[] {1, Double.NaN});
    columns.put("n", new int[] {7, -7});
    columns.put("c", List.of("a", "NA"));
    TableSource source = TableSources.ofColumns("columns", columns);
    assertEquals(
        List.of(Arrays.asList("1", "7", "a"), Arrays.asList(null, "-7", null)),
        Tables.cells(source));
    columns.put("short", new float[1]);
    Expect.rejected(
        "columns, column short: 1 values, expected 2",
        () -> TableSources.ofColumns("columns", columns));
    Expect.rejected(
        "columns, column x: expected an array or a list, got an object of the type String",
        () -> TableSources.ofColumns("columns", Map.of("x", "1,2")));
  }

  private static String cell(Object value) throws IOException {
    return String.valueOf(
        Tables.cells(TableSources.ofMaps("maps", List.of(Map.of("x", value)))).get(0).get(0));
  }

  @Test
  void readsOptionalValuesAndTimesOfOtherTypes() throws IOException {
    assertEquals("0.1", cell(Optional.of(0.1f)));
    assertEquals("null", cell(Optional.empty()));
    assertEquals("1.5", cell(OptionalDouble.of(1.5)));
    assertEquals("null", cell(OptionalDouble.empty()));
    assertEquals("7", cell(OptionalInt.of(7)));
    assertEquals("8", cell(OptionalLong.of(8)));
    Instant instant = Instant.parse("2026-11-29T10:00:30Z");
    assertEquals("2026-11-29T10:00:30Z", cell(Date.from(instant)));
    assertEquals("2026-11-29T11:00:30+01:00", cell(instant.atZone(ZoneId.of("Europe/Berlin"))));
    Map<String, Object> row = Map.of("year", Year.of(2026));
    assertEquals(2026, number(TableSources.ofMaps("maps", List.of(row)), 1, 0));
  }

  @Test
  void refusesCellsThatAreNoSingleValue() {
    Object nested = new Order(1, null, 2, null);
    for (Object value :
        List.of(
            new double[1],
            Duration.ofHours(1),
            nested,
            new Object(),
            Calendar.getInstance(),
            new TextNode("red"))) {
      Expect.rejected(
          "maps, row 1, column x: got a %s, expected one"
              .formatted(value.getClass().getSimpleName()),
          () -> cell(value));
    }
    Expect.rejected("column x: got a collection, expected one", () -> cell(List.of(1)));
    Expect.rejected("column x: got a map, expected one", () -> cell(Map.of()));
  }

  private enum Region {
    NA,
    EU
  }

  /** As a text, North America would be a missing value. */
  @Test
  void refusesConstantsWhoseTextStandsForAMissingValue() throws IOException {
    assertEquals("EU", cell(Region.EU));
    Expect.rejected(
        "maps, row 1, column x: got the Region \"NA\", a text that stands for a missing value",
        () -> cell(Region.NA));
  }

  @Test
  void refusesRowsAndNamesThatDoNotFit() {
    Expect.rejected(
        "text has two columns \"x\"",
        () -> TableSources.of("text", List.of("x", "y", "x"), List.of()));
    List<Map<String, Object>> rows = Arrays.asList(Map.of("x", 1), null);
    Expect.failed(
        NullPointerException.class, "maps, row 2 is null", () -> TableSources.ofMaps("maps", rows));
    Expect.rejected(
        "text, row 2: 1 values, expected 2",
        () -> TableSources.of("text", List.of("x", "y"), List.of(List.of("1", "2"), List.of("1"))));
  }

  @Test
  void modelsRowsOfObjects() throws IOException {
    double[] x = new double[40];
    String[] letters = new String[40];
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.sin(i);
      letters[i] = i % 3 == 0 ? "a" : "b";
    }
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("x", x);
    columns.put("letter", letters);
    TableSchema schema =
        TableScan.all().of(TableSources.ofColumns("columns", columns), Missing.MODEL);
    assertEquals("real", schema.modelled().get(0).kind().text());
    assertEquals(List.of("a", "b"), schema.modelled().get(1).names());
  }
}
