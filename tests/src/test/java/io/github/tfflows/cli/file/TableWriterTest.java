package io.github.tfflows.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfflows.cli.file.format.Formulas;
import io.github.tfflows.cli.file.format.NpySource;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableWriterTest {
  private static final List<OutputColumn> NUMBERS =
      List.of(
          new OutputColumn("x", OutputColumn.Type.NUMBER),
          new OutputColumn("n", OutputColumn.Type.WHOLE));

  @TempDir Path folder = Path.of("");

  private static RowSink begin(Path file, List<OutputColumn> columns) throws IOException {
    OutputFile output = OutputFile.open(file, ExportOptions.Existing.REPLACE, Inputs.of());
    return TableWriter.to(output, columns, Formulas.REFUSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.json", "a.TSV", "a.csv.zip"})
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
  void refusesTwoColumnsOfOneName(String name) {
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
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
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
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
    assertFalse(Files.exists(folder.resolve("b.csv")));
  }
}
