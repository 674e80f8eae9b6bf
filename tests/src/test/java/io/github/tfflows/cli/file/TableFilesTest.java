package io.github.tfflows.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.file.csv.Formulas;
import io.github.tfflows.cli.file.csv.SourceOptions;
import io.github.tfflows.cli.file.format.DuckDatabase;
import io.github.tfflows.cli.file.format.NpySource;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.file.format.TypedSource;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Folder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that DuckDB reads. */
class TableFilesTest {
  @TempDir Path folder = Path.of("");

  private TableSource matching(String pattern) throws IOException {
    return TableFiles.open(folder + "/" + pattern, SourceOptions.defaults());
  }

  private static String message(Exception failure) {
    return String.valueOf(failure.getMessage());
  }

  private Path parquet(String select) throws SQLException {
    Path file = folder.resolve("a.parquet");
    try (var database = DuckDatabase.open(List.of(file.toString()));
        Statement statement = database.createStatement()) {
      statement.execute(
          "COPY (%s) TO %s (FORMAT parquet, USE_TMP_FILE false)"
              .formatted(select, DuckDatabase.literal(file.toString())));
    }
    return file;
  }

  @Test
  void joinsTheFilesThatAPatternMatches() throws IOException {
    Tables.file(folder, "b.csv", "x,y", "2,b", "oops,b");
    Tables.file(folder, "a.csv", "x,y", "1,a");
    Tables.file(folder, "other.txt", "z", "1");
    TableSource source = matching("*.csv");
    assertEquals(List.of("x", "y"), source.columns());
    assertEquals(
        List.of(List.of("1", "a"), List.of("2", "b"), List.of("oops", "b")), Tables.cells(source));
    try (RowCursor cursor = source.open()) {
      for (int i = 0; i < 3; i++) {
        assertTrue(cursor.next());
      }
      assertEquals("row 2 (line 3) of " + folder.resolve("b.csv"), cursor.place());
    }
    Tables.file(folder, "c.csv", "x,z", "1,2");
    Expect.rejected("c.csv has the columns x, z; expected those of", () -> matching("*.csv"));
    IOException none = assertThrows(IOException.class, () -> matching("*.parquet"));
    assertTrue(message(none).contains("no file matches"), none::toString);
  }

  @Test
  void readsAFileWhoseNameLooksLikeAPattern() throws IOException {
    Tables.file(folder, "[1]*.csv", "x,y", "1,it's");
    Tables.file(folder, "1.csv", "x,y", "2,other");
    assertEquals(List.of(List.of("1", "it's")), Tables.cells(matching("[1]*.csv")));
  }

  @Test
  void refusesWorkbooksWithARemedy() throws IOException {
    Path zip = Files.write(folder.resolve("a.xlsx"), new byte[] {'P', 'K', 3, 4, 20, 0});
    Expect.rejected(zip + " is a ZIP archive, as Excel's .xlsx is", () -> Tables.open(zip));
    byte[] office = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1};
    Path old = Files.write(folder.resolve("a.xls"), office);
    Expect.rejected(old + " is a document of Office", () -> Tables.open(old));
  }

  @Test
  void refusesOtherFormatsWithARemedy() throws IOException {
    Path arrow = Tables.file(folder, "a.feather", "ARROW1\u0000\u0000x");
    Expect.rejected(arrow + " is an Arrow or Feather file; write", () -> Tables.open(arrow));
    Path zipped = Tables.file(folder, "a.csv.bz2", "BZh91AY&SY");
    Expect.rejected(zipped + " is compressed by bzip2; decompress it", () -> Tables.open(zipped));
    byte[] frame = {'(', (byte) 0xb5, '/', (byte) 0xfd, 4, 0};
    Path zstd = Files.write(folder.resolve("a.csv.zst"), frame);
    Expect.rejected(zstd + " is compressed by zstd; decompress it", () -> Tables.open(zstd));
    byte[] stream = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0};
    Path xz = Files.write(folder.resolve("a.csv.xz"), stream);
    Expect.rejected(xz + " is compressed by xz; decompress it", () -> Tables.open(xz));
    Path database = Tables.file(folder, "a.db", "SQLite format 3\u0000");
    Expect.rejected(database + " is a database of SQLite; export", () -> Tables.open(database));
    Path duck = Tables.file(folder, "a.duckdb", "checksumDUCK@\u0000\u0000\u0000");
    Expect.rejected(duck + " is a database of DuckDB; export", () -> Tables.open(duck));
    for (String stripe : List.of("\n\u0007\u0012\u0005", "\u0013\u0000\u0000\n\u0007")) {
      Path orc = Tables.file(folder, "orc.csv", "ORC" + stripe);
      Expect.rejected(orc + " is an ORC file; write", () -> Tables.open(orc));
    }
    byte[] group = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    Path hdf = Files.write(folder.resolve("hdf.csv"), group);
    Expect.rejected(hdf + " is an HDF5 file; write", () -> Tables.open(hdf));
    byte[] object = {(byte) 0x80, 5, (byte) 0x95, '&'};
    Path pickle = Files.write(folder.resolve("pickle.csv"), object);
    Expect.rejected(pickle + " is a Python pickle; write", () -> Tables.open(pickle));
    byte[] message = {-1, -1, -1, -1, 120, 1, 0, 0};
    Path batches = Files.write(folder.resolve("stream.csv"), message);
    Expect.rejected(batches + " is an Arrow or Feather file", () -> Tables.open(batches));
    Path codes = Tables.file(folder, "codes.csv", "ORC", "1", "2");
    assertEquals(List.of("ORC"), Tables.open(codes).columns());
    Path tree = Tables.file(folder, "a.xml", "<?xml version='1.0'?>");
    Expect.rejected(tree + " is XML; write the table as CSV", () -> Tables.open(tree));
    Path plain = Tables.file(folder, "arrows.csv", "ARROWS,b", "1,2", "3,4");
    assertEquals(List.of("ARROWS", "b"), Tables.open(plain).columns());
  }

  @Test
  void readsJson() throws IOException {
    Tables.file(folder, "a.jsonl", "{\"a\": 1, \"b\": \"x\"}", "{\"a\": 2.5}", "{\"b\": \"NA\"}");
    assertEquals(
        List.of(List.of("1", "x"), Arrays.asList("2.5", null), Arrays.asList(null, null)),
        Tables.cells(matching("a.jsonl")));
    Tables.file(
        folder, "mixed.json", "[{\"a\": \"x\\\"y\"}, {\"a\": 5}, {\"a\": null}, {\"a\": \"NA\"}]");
    assertEquals(
        List.of(
            List.of("x\"y"),
            List.of("5"),
            Arrays.asList((String) null),
            Arrays.asList((String) null)),
        Tables.cells(matching("mixed.json")));
    Tables.file(folder, "none.json", "[]");
    Expect.rejected("none.json is empty; expected records such as", () -> matching("none.json"));
    Tables.file(folder, "mark.json", "\ufeff{\"a\": 1}");
    Expect.rejected("mark.json begins with a byte order mark", () -> matching("mark.json"));
    Tables.file(folder, "b.json", "[{\"a\": {\"b\": 1}}]");
    Expect.rejected("the column a is nested", () -> Tables.cells(matching("b.json")));
    Tables.file(folder, "c.json", "{\"a\": ");
    IOException cut = assertThrows(IOException.class, () -> Tables.cells(matching("c.json")));
    assertTrue(message(cut).contains("c.json cannot be read as JSON"), cut::toString);
  }

  @Test
  void refusesKeysOfJsonThatDifferByCaseAlone() throws IOException {
    Tables.file(folder, "k.jsonl", "{\"Id\": 1, \"id\": 2}");
    Expect.rejected(
        "k.jsonl has the keys \"Id\" and \"id\", which differ by case alone",
        () -> matching("k.jsonl"));
    Tables.file(folder, "n.jsonl", "{\"id\": 1, \"id_1\": 2}");
    assertEquals(List.of(List.of("1", "2")), Tables.cells(matching("n.jsonl")));
  }

  @Test
  void keepsTheSpellingOfTextsInJson() throws IOException {
    List<String> texts =
        List.of(
            "05-06-2023",
            "2023-7-4",
            "08:30",
            "2023-07-04T08:30:00+02:00",
            "F06C144A-025B-413F-8A9A-021EA648A7DD");
    for (String text : texts) {
      Tables.file(folder, "t.jsonl", "{\"it's 5 %s\": \"" + text + "\"}", "{\"b\": 1}");
      TableSource table = matching("t.jsonl");
      assertEquals(List.of("it's 5 %s", "b"), table.columns());
      assertEquals(
          List.of(Arrays.asList(text, null), Arrays.asList(null, "1")), Tables.cells(table));
    }
  }

  @Test
  void readsInstantsInTheZoneOfNoMachine() throws Exception {
    Path file = parquet("SELECT TIMESTAMPTZ '2024-03-31 00:11:00+00' t"); // before clocks change
    TimeZone usual = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    try (var database = DuckDatabase.open(List.of());
        Statement statement = database.createStatement();
        ResultSet zone = statement.executeQuery("SELECT current_setting('TimeZone')")) {
      assertEquals(List.of(List.of("2024-03-31 00:11:00+00")), Tables.cells(Tables.open(file)));
      assertTrue(zone.next());
      assertEquals("UTC", zone.getString(1));
    } finally {
      TimeZone.setDefault(usual);
    }
  }

  @Test
  void readsEveryPlainTypeOfParquet() throws Exception {
    Path file =
        parquet(
            "SELECT 7::TINYINT a, 1::BIGINT << 40 b, 0.1::FLOAT c, 0.1::DOUBLE d, 1.50::DECIMAL(9, 2) e,"
                + " 18446744073709551615::UBIGINT f, true g, DATE '2024-02-29' h, 'NaN'::DOUBLE i,"
                + " NULL::INTEGER j, '007' k");
    TableSource source = Tables.open(file);
    assertEquals(
        List.of(
            Arrays.asList(
                "7",
                "1099511627776",
                "0.1",
                "0.1",
                "1.50",
                "18446744073709551615",
                "true",
                "2024-02-29",
                null,
                null,
                "007")),
        Tables.cells(source));
    try (RowCursor cursor = source.open()) {
      assertTrue(cursor.next());
      assertEquals(1.5, cursor.number(4));
      assertEquals(0.1, cursor.number(2));
      assertEquals(Double.NaN, cursor.number(8));
      assertEquals(Double.NaN, cursor.number(9));
      assertEquals(7, cursor.number(10));
    }
  }

  @Test
  void refusesToReadNestedColumnsAlone() throws Exception {
    TableSource source =
        Tables.open(
            parquet(
                "SELECT 1 a, [1] l, {'x': 1, 'y': [2]} s, INTERVAL 3 DAY i, 'b' b,"
                    + " {'x': 1}::VARIANT v"));
    assertEquals(List.of("a", "l", "s", "i", "b", "v"), source.columns());
    try (RowCursor cursor = source.open()) {
      assertTrue(cursor.next());
      assertEquals(1, cursor.number(0));
      Expect.rejected("the column l is nested", () -> cursor.number(1));
      Expect.rejected("is nested, binary or a length of time (STRUCT", () -> cursor.text(2));
      Expect.rejected(
          "a length of time (INTERVAL), like l, s, v; leave it out", () -> cursor.text(3));
      Expect.rejected("the column v is nested", () -> cursor.text(5));
      assertEquals("b", cursor.text(4));
    }
  }

  /** Old files hold text as bytes, too. */
  @Test
  void readsBytesThatAreText() throws Exception {
    TableSource source =
        Tables.open(
            parquet(
                "SELECT 1 a, encode('caf\u00e9') t, '2.5'::BLOB n, NULL::BLOB e,"
                    + " '\\xFF\\xFE'::BLOB b"));
    try (RowCursor cursor = source.open()) {
      assertTrue(cursor.next());
      assertEquals(1, cursor.number(0));
      assertEquals("caf\u00e9", cursor.text(1));
      assertEquals("2.5", cursor.text(2));
      assertEquals(2.5, cursor.number(2));
      assertNull(cursor.text(3));
      assertEquals(Double.NaN, cursor.number(3));
      Expect.rejected("the column b is nested, binary or a", () -> cursor.text(4));
      Expect.rejected("(BLOB without a type); leave it out", () -> cursor.number(4));
    }
  }

  /** The files come from pyarrow 26.0.1, since DuckDB does not write such names. */
  @Test
  void readsTheNamesOfParquetAsTheyAre() throws Exception {
    TableSource source = Tables.open(resource("case.parquet"));
    assertEquals(List.of("x", "X", "NA"), source.columns());
    assertEquals(List.of(List.of("1", "a", "0.5"), List.of("2", "b", "1.5")), Tables.cells(source));
    Path twice = resource("twice.parquet");
    Expect.rejected("twice.parquet names column 2 \"x\"", () -> Tables.open(twice));
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(TableFilesTest.class.getResource(name)).toURI());
  }

  @Test
  void refusesTwoColumnsOfOneName() {
    Expect.rejected("two columns \"x\"", () -> Queries.overFiles("SELECT 1 AS x, 2 AS x"));
  }

  /** Before its first row, and among them. */
  @Test
  void namesTheReasonWhereAQueryFails() throws IOException {
    failsWithBoom("SELECT error('boom') AS x");
    failsWithBoom(
        "SELECT CASE WHEN i = 3_000_000 THEN error('boom') ELSE i END AS x FROM range(3_100_000) t(i)");
  }

  private static void failsWithBoom(String sql) throws IOException {
    TableSource source = Queries.overFiles(sql);
    IOException failed =
        assertThrows(
            IOException.class,
            () -> {
              try (RowCursor cursor = source.open()) {
                while (cursor.next()) {
                  cursor.number(0);
                }
              }
            });
    assertTrue(message(failed).endsWith("cannot be read: boom"), failed::toString);
  }

  @Test
  void findsAWrongLineAfterManyRows() throws IOException {
    Path file = folder.resolve("long.csv");
    Files.writeString(file, "x,y\n" + "1,2\n".repeat(3_000_000) + "3,4,5\n" + "1,2\n".repeat(10));
    TableSource source = Tables.open(file);
    Expect.rejected(
        "long.csv, row 3000001 (line 3000002): 3 values split at \",\"; expected 2",
        () -> {
          try (RowCursor cursor = source.open()) {
            while (cursor.next()) {
              assertEquals(2, cursor.number(1));
            }
          }
        });
  }

  /** DuckDB refuses these, or reads them in another way. */
  @Test
  void readsLinesThatDuckDbDoesNot() throws IOException {
    Path mixed = Files.writeString(folder.resolve("a.csv"), "x,y\r\n1,2\n3,4\r\n");
    assertEquals(List.of(List.of("1", "2"), List.of("3", "4")), Tables.cells(Tables.open(mixed)));
    Path blank = Files.writeString(folder.resolve("b.csv"), "\n\nx,y\n\n1,2\n\n");
    assertEquals(List.of(List.of("1", "2")), Tables.cells(Tables.open(blank)));
    Path single = Files.writeString(folder.resolve("c.csv"), "x\n1\n\n2\n\n");
    assertEquals(List.of(List.of("1"), List.of("2")), Tables.cells(Tables.open(single)));
  }

  @Test
  void parsesNumbersByTheRulesOfTables() throws IOException {
    Path file =
        Tables.file(folder, "a.csv", "x,y", "1_000,+-1", " 1.5 ,1e400", "inf,nan", "007,0x1");
    TableSource source = Tables.open(file);
    try (RowCursor cursor = source.open()) {
      assertTrue(cursor.next());
      assertEquals("1_000", cursor.text(0));
      assertEquals(Double.NaN, cursor.number(0));
      assertEquals(Double.NaN, cursor.number(1));
      assertTrue(cursor.next());
      assertEquals(1.5, cursor.number(0));
      assertEquals(Double.NaN, cursor.number(1));
      assertTrue(cursor.next());
      assertEquals(Double.NaN, cursor.number(0));
      assertNull(cursor.text(1));
      assertTrue(cursor.next());
      assertEquals("007", cursor.text(0));
      assertEquals(7, cursor.number(0));
      assertEquals(Double.NaN, cursor.number(1));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a.csv.gz|x,y", "a.jsonl.gz|{\"x\": 1}"})
  void refusesZippedLinesWhoseSumIsWrong(String name, String line) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 6] ^= 1;
    Files.write(file, bytes);
    IOException wrong = assertThrows(IOException.class, () -> Tables.open(file));
    assertTrue(message(wrong).contains(name + " cannot be read"), wrong::toString);
  }

  private static final List<OutputColumn> NUMBERS =
      List.of(
          new OutputColumn("x", OutputColumn.Type.NUMBER),
          new OutputColumn("n", OutputColumn.Type.WHOLE));

  private static RowSink begin(Path file, List<OutputColumn> columns) throws IOException {
    OutputFile output = OutputFile.open(file, ExportOptions.Existing.REPLACE, Inputs.of());
    return TableWriter.to(output, columns, Formulas.REFUSE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.json",
        "a.TSV",
        "a.csv.zip",
        "a.jsonl.gz",
        "a.parquet.gz",
        "a.npy.gz",
        "a.duckdb"
      })
  void refusesTheEndingsOfOtherFormats(String name) {
    Path file = folder.resolve(name);
    Expect.rejected(name + " would contain CSV; expected a name", () -> begin(file, NUMBERS));
    assertFalse(Files.exists(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.csv", "a.csv.gz", "a.parquet"})
  void writesWhatIsReadBack(String name) throws IOException {
    Path file = folder.resolve(name);
    List<OutputColumn> columns =
        Stream.concat(NUMBERS.stream(), Stream.of(new OutputColumn("c", OutputColumn.Type.TEXT)))
            .toList();
    try (RowSink sink = begin(file, columns)) {
      sink.write(List.of(0.1f, 7L, "red, or \"rot\""));
      sink.write(List.of(-1e-30f, -2L, "blau\nblue"));
      sink.commit();
    }
    boolean isZipped = Files.readAllBytes(file)[0] == 0x1f; // the first byte of GZIP
    assertEquals(name.endsWith(".gz"), isZipped);
    TableSource source = Tables.open(file);
    assertEquals(List.of("x", "n", "c"), source.columns());
    assertEquals(
        List.of(List.of("0.1", "7", "red, or \"rot\""), List.of("-1.0E-30", "-2", "blau\nblue")),
        Tables.cells(source));
  }

  @Test
  void aMissingNumberIsAnEmptyCell() throws IOException {
    Path lines = missing("a.csv", NUMBERS);
    assertEquals(List.of("x,n", ",7", "0.5,7"), Files.readAllLines(lines));
    Path array = missing("a.npy", NUMBERS);
    Path parquet = missing("a.parquet", NUMBERS);
    for (Path file : List.of(lines, array, parquet)) {
      List<@Nullable String> first = Arrays.asList(null, "7");
      assertEquals(List.of(first, List.of("0.5", "7")), Tables.cells(Tables.open(file)));
    }
    TableSource count = Queries.overFiles("SELECT count(x) AS n FROM '%s'".formatted(parquet));
    assertEquals(List.of(List.of("1")), Tables.cells(count));
  }

  @Test
  void cellsOfColumnFilesHaveTypes() throws IOException {
    List<OutputColumn> columns =
        List.of(
            new OutputColumn("a \"b\"", OutputColumn.Type.TEXT),
            new OutputColumn("day", OutputColumn.Type.DATE),
            new OutputColumn("at", OutputColumn.Type.OFFSET_TIMESTAMP),
            new OutputColumn("is", OutputColumn.Type.TRUTH),
            new OutputColumn("key", OutputColumn.Type.WHOLE));
    Path file = folder.resolve("typed.parquet");
    try (RowSink sink = begin(file, columns)) {
      sink.write(List.of("x", " 2024-02-29", "2024-05-17t14:05z", "Yes", " 9007199254740993.0"));
      sink.write(List.of("", "", "", Double.NaN, ""));
      sink.commit();
    }
    assertEquals(
        Arrays.asList(
            List.of("x", "2024-02-29", "2024-05-17 14:05:00+00", "true", "9007199254740993"),
            Collections.nCopies(5, null)),
        Tables.cells(Tables.open(file)));
    TableSource present =
        Queries.overFiles(
            "SELECT count(COLUMNS(*)), any_value(typeof(day)) FROM '%s'".formatted(file));
    assertEquals(List.of(List.of("1", "1", "1", "1", "1", "DATE")), Tables.cells(present));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          TIME '10:00'                                   | 10:00:00
          TIME_NS '10:00:00.5'                           | 10:00:00.5
          TIME '10:00:07'                                | 10:00:07
          TIMESTAMP '2024-01-31 10:00:20'                | 2024-01-31 10:00:20
          TIMESTAMP '2024-01-31 10:00:00.1205'           | 2024-01-31 10:00:00.1205
          TIMESTAMP_S '2024-01-31 10:00:00'              | 2024-01-31 10:00:00
          TIMESTAMP_NS '2024-01-31 10:00:00.123456789'   | 2024-01-31 10:00:00.123456789
          TIMESTAMPTZ '2024-01-31 10:00:00+02'           | 2024-01-31 08:00:00+00
          """)
  void timesHaveTheTextsThatTheDatabasePrints(String value, String text) throws IOException {
    assertEquals(List.of(List.of(text)), Tables.cells(Queries.overFiles("SELECT " + value)));
  }

  @Test
  void everyPartOfATableIsClosed() throws IOException {
    Path file = Tables.file(folder, "a.csv", "x", "1", "2");
    AtomicInteger open = new AtomicInteger();
    TableSource part = counting(Tables.open(file), open);
    JoinedSource joined = new JoinedSource("parts", List.of(part, part, part));
    assertEquals(6, Tables.cells(joined).size());
    assertEquals(0, open.get());
  }

  /** A table that counts the passes that are not closed. */
  private static TableSource counting(TableSource table, AtomicInteger open) {
    return new TableSource.Following() {
      @Override
      public TableSource all() {
        return table;
      }

      @Override
      public RowCursor open() throws IOException {
        RowCursor rows = table.open();
        open.incrementAndGet();
        return new RowCursor.Following() {
          @Override
          public RowCursor rows() {
            return rows;
          }

          @Override
          public void close() throws IOException {
            open.decrementAndGet();
            rows.close();
          }
        };
      }
    };
  }

  @Test
  void typesThatFilesLackAreKeptInOnesOfMoreDigits() throws IOException {
    TableSource source =
        Queries.overFiles(
            "SELECT now()::TIMESTAMP_S s, now()::TIMESTAMP_MS ms, 1::HUGEINT h, 2.5::DECIMAL(4, 1) d");
    assertEquals(
        List.of("TIMESTAMP", "TIMESTAMP", "DECIMAL(38,0)", "DECIMAL(38,1)"),
        source.columns().stream()
            .map(name -> TypedSource.type(source, name).orElseThrow().sql())
            .toList());
  }

  /** A table may have further categories, which no file of truth values holds. */
  @Test
  void categoriesAreTextUnlessTheTableHasTruthValues() {
    TableColumn names =
        new TableColumn("is", new ColumnKind.Categorical(), List.of("false", "true"));
    assertEquals(OutputColumn.Type.TEXT, OutputColumn.of(names).type());
    OutputColumn stored = OutputColumn.of(names, Optional.of(OutputColumn.Type.TRUTH));
    assertEquals(OutputColumn.Type.TRUTH, stored.type());
  }

  @Test
  void decimalsKeepATypeThatHoldsAllOfTheirDigits() throws IOException {
    TableSource prices = Tables.of("price", 100, i -> List.of(i / 100.0));
    TableColumn price = TableFit.of(prices).parts().table().schema().modelled().get(0);
    for (int decimals : new int[] {1, 2, 3}) {
      OutputColumn.Type stored = new OutputColumn.Type("DECIMAL(38,%s)".formatted(decimals));
      OutputColumn.Type expected = decimals < 2 ? OutputColumn.Type.NUMBER : stored;
      assertEquals(expected, OutputColumn.of(price, Optional.of(stored)).type());
    }
  }

  /** A blank line would be no row. */
  @Test
  void aMissingNumberIsARowOfItsOwn() throws IOException {
    Path file = missing("b.csv", NUMBERS.subList(0, 1));
    assertEquals(List.of("x", "\"\"", "0.5"), Files.readAllLines(file));
    assertEquals(2, Tables.cells(Tables.open(file)).size());
  }

  /** Writes a row with a missing number and one without. */
  private Path missing(String name, List<OutputColumn> columns) throws IOException {
    Path file = folder.resolve(name);
    try (RowSink sink = begin(file, columns)) {
      for (float x : new float[] {Float.NaN, 0.5f}) {
        sink.write(List.<Object>of(x, 7L).subList(0, columns.size()));
      }
      sink.commit();
    }
    return file;
  }

  @Test
  void writesArrays() throws IOException {
    Path mixed = folder.resolve("a.npy");
    try (RowSink sink = begin(mixed, NUMBERS)) {
      sink.write(List.of(0.5f, 7L));
      sink.write(List.of(-3f, 1L << 40));
      sink.commit();
    }
    TableSource source = Tables.open(mixed);
    assertEquals("f8", ((NpySource) source).type());
    assertEquals(
        List.of(List.of("0.5", "7"), List.of("-3", "1099511627776")), Tables.cells(source));
    Path single = folder.resolve("b.npy");
    try (RowSink sink = begin(single, NUMBERS.subList(0, 1))) {
      sink.write(List.of(0.1f));
      sink.commit();
    }
    assertEquals("f8", ((NpySource) Tables.open(single)).type());
    assertEquals(List.of(List.of("0.1")), Tables.cells(Tables.open(single)));
    List<OutputColumn> names = List.of(new OutputColumn("c", OutputColumn.Type.TEXT));
    Expect.rejected("column c", () -> begin(folder.resolve("c.npy"), names));
  }

  @ParameterizedTest
  @CsvSource({
    "|i1, -128",
    "|u1, 255",
    "|b1, 1",
    "<i2, -32768",
    "<u2, 65535",
    "<i4, -2147483648",
    "<u4, 4294967295",
    "<i8, -9007199254740993"
  })
  void wholeNumbersOfArraysKeepTheirDigits(String type, String number) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    byte[] values = bytes.putLong(Long.parseLong(number)).array();
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': (1,), }".formatted(type);
    Path file = array("a.npy", header, Arrays.copyOf(values, type.charAt(2) - '0'));
    assertEquals(List.of(List.of(number)), Tables.cells(Tables.open(file)));
  }

  @Test
  void readsArraysOfOtherTypes() throws IOException {
    byte[] values = {0, 0, 0, 5, -1, -1, -1, -6};
    Path column =
        array("a.npy", "{'descr': '>i4', 'fortran_order': False, 'shape': (2,), }", values);
    assertEquals(List.of(List.of("5"), List.of("-6")), Tables.cells(Tables.open(column)));
    Path turned =
        array("b.npy", "{'descr': '<f8', 'fortran_order': True, 'shape': (1, 1), }", values);
    Expect.rejected("C order", () -> Tables.open(turned));
    Path cube =
        array("c.npy", "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 2), }", values);
    Expect.rejected("(1, 1, 2)", () -> Tables.open(cube));
    Path cut =
        array("d.npy", "{'descr': '<i4', 'fortran_order': False, 'shape': (3, 1), }", values);
    Expect.failed(
        IOException.class,
        cut + " holds 8 bytes of values; its header says 3 rows of 4 bytes",
        () -> Tables.open(cut));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(1, 99999999999999999999)",
        "(99999999999999999999,)",
        "(999999999, 2)",
        "(1, 999999999)",
        "(0, 999999999)",
        "(999999999999999999, 0)",
        "(2, 2)",
        "(1, 1)",
        "()",
        "(1 1)"
      })
  void refusesAnArrayThatIsNotAsLongAsItsHeaderSays(String shape) throws IOException {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }".formatted(shape);
    Path file = array("a.npy", header, new byte[8]);
    Expect.failed(Exception.class, "a.npy", () -> Tables.open(file));
  }

  @Test
  void namesAnArrayThatIsCut() throws IOException {
    Path file =
        array("a.npy", "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", new byte[8]);
    byte[] all = Files.readAllBytes(file);
    for (int length = 4; length < all.length; length++) {
      Files.write(file, Arrays.copyOf(all, length));
      Expect.failed(Exception.class, "a.npy", () -> Tables.open(file));
    }
    Files.write(file, Arrays.copyOf(all, all.length + 1));
    Expect.failed(IOException.class, "9 bytes of values", () -> Tables.open(file));
    byte[] longer = all.clone();
    longer[6] = 2; // four bytes of length, the last two of which are the beginning of the header
    Files.write(file, longer);
    assertThrows(IOException.class, () -> Tables.open(file));
  }

  @Test
  void namesAParquetFileThatIsCut() throws IOException {
    Path file = folder.resolve("a.parquet");
    try (RowSink sink = begin(file, NUMBERS)) {
      sink.write(List.of(0.5f, 7L));
      sink.commit();
    }
    byte[] all = Files.readAllBytes(file);
    for (int length = 4; length < all.length; length += 5) {
      Files.write(file, Arrays.copyOf(all, length));
      Expect.failed(IOException.class, "a.parquet", () -> Tables.cells(Tables.open(file)));
    }
  }

  private Path array(String name, String header, byte[] values) throws IOException {
    byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer all = ByteBuffer.allocate(10 + text.length + values.length);
    all.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put(new byte[] {1, 0});
    all.order(ByteOrder.LITTLE_ENDIAN).putShort((short) text.length).put(text).put(values);
    return Files.write(folder.resolve(name), all.array());
  }

  private static List<OutputColumn> texts(String... names) {
    return Stream.of(names).map(name -> new OutputColumn(name, OutputColumn.Type.TEXT)).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.csv", "a.parquet"})
  void doesNotWriteTwoColumnsOfOneName(String name) {
    Path file = folder.resolve(name);
    Expect.rejected("two columns \"x\" and \"x\"", () -> begin(file, texts("x", "y", "x")));
    assertFalse(Files.exists(file));
  }

  @Test
  void refusesNamesThatParquetCannotTellApart() throws IOException {
    Path file = folder.resolve("a.parquet");
    Expect.rejected(
        "a.parquet cannot hold two columns \"x\" and \"X\", which differ by case alone",
        () -> begin(file, texts("x", "X")));
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr")); // whose small letter of I is another than i
    try {
      Expect.rejected("\"id\" and \"ID\"", () -> begin(file, texts("id", "ID")));
    } finally {
      Locale.setDefault(usual);
    }
    assertEquals(List.of(), Folder.names(folder));
    for (String name : List.of("a.parquet", "a.csv")) {
      List<String> names = List.of(name.endsWith("csv") ? "x" : "é", "É", "X");
      try (RowSink sink = begin(folder.resolve(name), texts(names.toArray(String[]::new)))) {
        sink.write(List.of("1", "2", "3"));
        sink.commit();
      }
      assertEquals(names, Tables.open(folder.resolve(name)).columns());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.csv", "a.parquet", "a.npy"})
  void leavesNothingHalfWritten(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "older");
    try (RowSink sink = begin(file, NUMBERS)) {
      sink.write(List.of(1f, 1L));
    }
    assertEquals("older", Files.readString(file));
    assertEquals(List.of(name), Folder.names(folder));
  }
}
