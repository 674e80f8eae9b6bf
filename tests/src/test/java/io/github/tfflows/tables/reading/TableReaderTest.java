package io.github.tfflows.tables.reading;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.requirement.Requirements;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

class TableReaderTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(column("p", new ColumnKind.Positive()), column("n", new ColumnKind.Whole())),
          List.of(new TableColumn("c", new ColumnKind.Categorical(), List.of("a", "b"))));

  private static final Reading REFUSE = Reading.of(Missing.REFUSE);

  @TempDir Path folder = Path.of("");

  private static TableColumn column(String name, ColumnKind kind) {
    return new TableColumn(name, kind, List.of());
  }

  private TableSource source(String... rows) throws IOException {
    List<String> lines = Tables.lines("c,n,key,p", rows.length, i -> rows[i]);
    return Tables.open(Files.write(folder.resolve("t.csv"), lines));
  }

  @Test
  void aTableWithoutRowsOfNoWeightHasTheOptionalColumnsOfTheOther() {
    TableSource rows = TableSources.ofMaps("rows", List.of(Map.of("w", 1)));
    assertEquals(
        -1, new RowColumns(Optional.of("w"), Optional.empty()).counting(rows).indexOfOptional("x"));
  }

  @Test
  void namesAllColumnsThatATableLacks() {
    TableSource two = Tables.of("n,other", "1,2");
    Expect.rejected(
        "t lacks the columns p, c; it has n, other",
        () -> TableReader.open(two, SCHEMA, REFUSE).close());
    TableSource one = Tables.of("n,p,d", "1,2,3");
    Expect.rejected("t has no column \"c\"", () -> TableReader.open(one, SCHEMA, REFUSE).close());
  }

  @Test
  void findsColumnsByNameAndKeepsOthers() throws IOException {
    TableSource source = source("b,3,k1,0.5", "a,-4,k2,2");
    try (TableReader reader = TableReader.open(source, SCHEMA, REFUSE.keeping(List.of("key")))) {
      TableChunk chunk = reader.next().orElseThrow();
      assertArrayEquals(new float[] {0.5f, 3, 2, -4}, chunk.data().x().values());
      assertArrayEquals(new float[] {1, 0}, chunk.data().context().values());
      assertEquals(List.of(List.of("k1"), List.of("k2")), chunk.kept());
      assertEquals(List.of(1L, 2L), chunk.rows());
    }
  }

  @Test
  void dropsRowsWithoutAValueWhenAsked() throws IOException {
    TableSource source = source("b,3,k1,0.5", "a,,k2,2", "a,1,k3,2", "?,1,k4,2");
    try (TableReader reader = TableReader.open(source, SCHEMA, Reading.of(Missing.DROP))) {
      assertEquals(List.of(1L, 3L), reader.next().orElseThrow().rows());
      assertEquals(2, reader.skipped().missing());
    }
    Expect.rejected(
        "t.csv, row 2 (line 3), column n: the value is missing",
        () -> TableReader.readAll(source, SCHEMA, Missing.REFUSE));
  }

  @Test
  void namesTheValueThatDoesNotSuit() throws IOException {
    rejected("row 1 (line 2), column p: got \"0\", expected a number above zero", "a,1,k,0");
    rejected("column p: got \"1,5\", expected a number with a decimal point", "a,1,k,\"1,5\"");
    rejected("column n: got \"1.5\", expected a whole number (its kind", "a,1.5,k,1");
    rejected("\"1.0E16\", expected a whole number of at most 9,007,199,254,740,992", "a,1e16,k,1");
    rejected("column c: got \"z\", expected one of a, b", "z,1,k,1");
    rejected(
        "column p: got \"1.0E39\", expected a number up to 3.4028234663852886E38", "a,1,k,1e39");
  }

  @Test
  void goesOnAtRowsThatDoNotSuitWhenAsked() throws IOException {
    TableSource source = source("b,3,k1,0.5", "z,1,k2,1", "a,,k3,1", "a,-4,k4,2");
    Reading reading = Reading.of(Missing.MODEL).keeping(List.of("key")).reporting();
    try (TableReader reader = TableReader.open(source, SCHEMA, reading)) {
      TableChunk chunk = reader.next().orElseThrow();
      assertEquals(List.of(1L, 2L, 3L, 4L), chunk.rows());
      assertEquals(List.of("k2"), chunk.kept().get(1));
      assertEquals(Set.of(1, 2), chunk.problems().keySet());
      assertEquals(
          "column c: got \"z\", expected one of a, b (its kind is categorical)",
          chunk.problems().get(1));
      assertTrue(chunk.problems().toString().contains("2=column n: the value is missing"));
      float[] x = chunk.data().x().values();
      assertArrayEquals(new float[] {0.5f, 3}, Arrays.copyOf(x, 2));
      assertArrayEquals(new float[] {2, -4}, Arrays.copyOfRange(x, 6, 8));
      float[] suiting = chunk.withoutFillers().x().values();
      assertArrayEquals(new float[] {1, Float.NaN}, Arrays.copyOfRange(suiting, 4, 6));
    }
    Expect.rejected("row 2 (line 3), column c: got \"z\"", () -> readAll(source));
  }

  @Test
  void theRestIsThatOfRowsThatSuit() throws IOException {
    TableSource source = source("b,3,k1,0.5", "z,1,k2,1", "a,,k3,1", "a,-4,k4,2");
    Reading reading = Reading.of(Missing.MODEL).keeping(List.of("key")).reporting();
    List<String> keys = new ArrayList<>();
    try (TableReader reader = TableReader.open(source, SCHEMA, reading.inChunksOf(2))) {
      Data rows = reader.rest(chunk -> chunk.kept().forEach(keys::addAll));
      assertArrayEquals(new float[] {0.5f, 3, 2, -4}, rows.x().values());
      assertArrayEquals(new float[] {1, 0}, rows.context().values());
      assertEquals(List.of("k1", "k4"), keys);
      SkippedRows skipped = reader.skipped();
      assertEquals(2, skipped.unsuitable());
      assertTrue(skipped.reasons().get(0).startsWith("row 2 (line 3), column c: got \"z\""));
      assertTrue(skipped.reasons().get(1).startsWith("row 3 (line 4), column n: the value is"));
    }
  }

  /** Of one column with gaps, n, one without, p, and a given one. */
  private static final TableSchema WITH_GAPS =
      new TableSchema(
          List.of(
              column("p", new ColumnKind.Positive()),
              new TableColumn(
                  "n", SCHEMA.modelled().get(1).kind(), SCHEMA.modelled().get(1).coding(), 0.5)),
          SCHEMA.given());

  private static TableReader ofMap(Map<String, ?> row, Reading reading) throws IOException {
    return TableReader.open(TableSources.ofMaps("request", List.of(row)), WITH_GAPS, reading);
  }

  @Test
  void aMapWithoutAKeyHasAGapThere() throws IOException {
    for (Map<String, ?> row :
        List.of(Map.of("p", 2, "c", "b"), Map.of("p", 2, "n", "", "c", "b"))) {
      try (TableReader reader = ofMap(row, Reading.of(Missing.MODEL))) {
        Data data = reader.rest();
        assertEquals(0, data.x().values()[0]);
        assertEquals(2, data.x().values()[1]);
        assertArrayEquals(new float[] {1}, data.context().values());
      }
    }
  }

  @Test
  void aMapWithoutAKeyOfAColumnWithoutGapsDoesNotSuit() throws IOException {
    for (Map<String, ?> row : List.of(Map.of("n", 2, "c", "b"), Map.of("n", 2, "p", 1))) {
      String expected =
          "row 1, column %s: the value is missing".formatted(row.containsKey("p") ? "c" : "p");
      try (TableReader reader = ofMap(row, Reading.of(Missing.MODEL))) {
        Expect.rejected("request, " + expected, reader::rest);
      }
      try (TableReader reader = ofMap(row, Reading.of(Missing.MODEL).reporting())) {
        assertEquals(0, reader.rest().count());
        assertTrue(reader.skipped().reasons().get(0).startsWith(expected));
      }
      try (TableReader reader = ofMap(row, Reading.of(Missing.DROP))) {
        assertEquals(0, reader.rest().count());
        assertEquals(1, reader.skipped().missing());
      }
    }
  }

  private static void readAll(TableSource source) throws IOException {
    TableReader.readAll(source, SCHEMA, Missing.MODEL);
  }

  private void rejected(String message, String row) throws IOException {
    TableSource source = source(row);
    Expect.rejected(message, () -> TableReader.readAll(source, SCHEMA, Missing.REFUSE));
  }

  @Test
  void readsTablesInMemory() throws IOException {
    TableSource source = Tables.of("c,n,p", "b,3,0.5", "a,,2");
    assertArrayEquals(
        new float[] {0.5f, 3}, TableReader.readAll(source, SCHEMA, Missing.DROP).x().values());
    Expect.rejected(
        "t, row 2, column n: the value is missing",
        () -> TableReader.readAll(source, SCHEMA, Missing.REFUSE));
    Expect.rejected("t, row 1: 2 values, expected 3", () -> Tables.of("c,n,p", "b,3"));
  }

  @Test
  void keepsToBounds() {
    TableColumn share = column("s", new ColumnKind.Bounded(0, 1));
    assertEquals(1f, share.parse("1"));
    Expect.rejected("expected 0 to 1", () -> share.parse("1.01"));
  }

  /** Rows of two numbers, a condition and a weight that tell their place. */
  private static Data rows(int from, int to) {
    int count = to - from;
    float[] x = new float[2 * count];
    float[] context = new float[count];
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      x[2 * i] = from + i;
      x[2 * i + 1] = -from - i;
      context[i] = 10 * (from + i);
      weights[i] = from + i + 1;
    }
    Data plain = new Data(new Rows(x, Shape.of(2), count), new Rows(context, Shape.of(1), count));
    return plain.weighted(weights);
  }

  private static RowSample sample(int most, long seed, int... ends) {
    Data none =
        new Data(new Rows(new float[0], Shape.of(2), 0), new Rows(new float[0], Shape.of(1), 0));
    RowSample sample = new RowSample(none, most, seed);
    int from = 0;
    for (int end : ends) {
      sample.add(rows(from, end));
      from = end;
    }
    return sample;
  }

  @Test
  void keepsAllRowsInOrderWhereThereIsPlace() {
    RowSample sample = sample(12, 1, 5, 5, 12);
    assertEquals(12, sample.count());
    Data expected = rows(0, 12);
    assertArrayEquals(expected.x().values(), sample.rows().x().values());
    assertArrayEquals(expected.context().values(), sample.rows().context().values());
    assertArrayEquals(expected.weights().values(), sample.rows().weights().values());
  }

  @Test
  void keepsWholeRowsOnce() {
    RowSample sample = sample(100, 3, 70, 150, 400);
    assertEquals(400, sample.count());
    Data kept = sample.rows();
    assertEquals(100, kept.count());
    boolean[] seen = new boolean[400];
    for (int row = 0; row < kept.count(); row++) {
      int place = (int) kept.x().values()[2 * row];
      assertTrue(!seen[place], "twice " + place);
      seen[place] = true;
      assertEquals(-place, kept.x().values()[2 * row + 1]);
      assertEquals(10 * place, kept.context().values()[row]);
      assertEquals(place + 1, kept.weight(row));
    }
  }

  @Test
  void eachRowHasTheSameChance() {
    int[] kept = new int[20];
    int trials = 20_000;
    for (int seed = 0; seed < trials; seed++) {
      for (float weight : sample(5, seed, 7, 8, 20).rows().weights().values()) {
        kept[(int) weight - 1]++;
      }
    }
    double expected = trials / 4.0;
    double deviation = Math.sqrt(expected * 0.75);
    for (int row = 0; row < kept.length; row++) {
      assertEquals(expected, kept[row], 5 * deviation, "row " + row);
    }
  }

  @Test
  void equalSeedsKeepEqualRows() {
    float[] one = sample(10, 7, 50).rows().x().values();
    assertArrayEquals(one, sample(10, 7, 50).rows().x().values());
    assertTrue(!Arrays.equals(one, sample(10, 8, 50).rows().x().values()));
  }

  private static final TableColumn X = new TableColumn("x", new ColumnKind.Real(), List.of());
  private static final TableColumn N =
      new TableColumn("n", new ColumnKind.Categorical(), List.of("1", "2", "3"));

  static List<Object> threes() {
    return List.of("3", 3, 3L, 3.0, 3f, Optional.of(3));
  }

  @ParameterizedTest
  @MethodSource("threes")
  void valuesByNameAreThoseOfRows(Object three) {
    RowCodec events = new RowCodec(new TableSchema(List.of(X, N), List.of()));
    Map<String, String> texts = events.sources(Map.of("x", 0.5, "n", three));
    assertArrayEquals(new float[] {0.5f, 2}, events.events(texts, 1).values());
    RowCodec contexts = new RowCodec(new TableSchema(List.of(X), List.of(N)));
    assertArrayEquals(
        new float[] {2}, contexts.contexts(contexts.sources(Map.of("n", three)), 1).values());
  }

  @Test
  void valuesWithoutATextAreRefused() {
    RowCodec codec = new RowCodec(new TableSchema(List.of(X, N), List.of()));
    Map<String, Object> length = Map.of("x", Duration.ofDays(1));
    Expect.rejected("column x: got a Duration", () -> codec.sources(length));
  }

  @Test
  void aCellThatIsAListIsReportedWithItsPlaceOnce() throws IOException {
    TableSource table = TableSources.ofMaps("maps", List.of(Map.of("x", List.of(2), "n", 1)));
    TableSchema schema = new TableSchema(List.of(X, N), List.of());
    String place = "maps, row 1, ";
    String message =
        Expect.message(
            IllegalArgumentException.class,
            () -> TableReader.readAll(table, schema, Missing.REFUSE));
    assertTrue(message.startsWith(place + "column x: got a "), message);
    try (TableReader reader = TableReader.open(table, schema, REFUSE.reporting())) {
      assertEquals(
          Map.of(0, message.substring(place.length())), reader.next().orElseThrow().problems());
      assertEquals(List.of(message.substring("maps, ".length())), reader.skipped().reasons());
    }
    String required =
        Expect.message(
            IllegalArgumentException.class,
            () -> Requirements.of(List.of("x > 0"), table, Set.of()));
    assertEquals(message, required);
  }
}
