package io.github.tfflows.cli.file.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.file.TableFiles;
import io.github.tfflows.cli.file.TableWriter;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Numbers;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV files, read and written. */
class CsvTest {
  @TempDir Path folder = Path.of("");

  @Test
  void findsWhetherTheFirstLineNamesTheColumns() throws IOException {
    TableSource named = Tables.open(Tables.file(folder, "a.csv", "\ufeffx, y", "1,2"));
    assertEquals(List.of("x", "y"), named.columns());
    assertEquals(List.of(List.of("1", "2")), Tables.cells(named));
    TableSource bare = Tables.open(Tables.file(folder, "b.csv", "1,red", "2,blue"));
    assertEquals(List.of("c1", "c2"), bare.columns());
    assertEquals(2, Tables.cells(bare).size());
    TableSource indexed = Tables.open(Tables.file(folder, "d.csv", ",colour", "0,red", "1,blue"));
    assertEquals(List.of("c1", "colour"), indexed.columns());
    assertEquals(2, Tables.cells(indexed).size());
    TableSource answers = Tables.open(Tables.file(folder, "e.csv", "Card,Tip,None", "Ad,1,0"));
    assertEquals(List.of("Card", "Tip", "None"), answers.columns());
    TableSource gaps = Tables.open(Tables.file(folder, "f.csv", "red,NA,NA", "blue,square,big"));
    assertEquals(List.of("c1", "c2", "c3"), gaps.columns());
    TableSource marks = Tables.open(Tables.file(folder, "g.csv", "red,?", "blue,square"));
    assertEquals(List.of("c1", "c2"), marks.columns());
    TableSource empty = Tables.open(Tables.file(folder, "h.csv", "NA,null", "1,2"));
    assertEquals(List.of("c1", "c2"), empty.columns());
    SourceOptions present = new SourceOptions(Optional.empty(), SourceOptions.Header.PRESENT);
    assertEquals(
        List.of("2019", "2020"),
        TableFiles.open(Tables.file(folder, "c.csv", "2019,2020", "1,2"), present).columns());
  }

  /** Lines and values with bars and slashes between them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x;y /1;2 /3;4             | x/y   | 1/2 /3/4           | split at ";"
          x~y /1~a, b /3~4,5        | x/y   | 1/a, b /3/4,5      | split at "\\t"
          x:y /1:2 /3:4             | x/y   | 1/2 /3/4           | split at "!"
          3;4 /5;6                  | c1/c2 | 3/4 /5/6           | split at ";"
          x;y;z /1,5;-,5;2 /;7,5e3;3| x/y/z | 1.5/-.5/2 /-/7.5e3/3 | "1,5" is read as 1.5
          x;y /1,5;1.5 /2;2         | x/y   | 1.5/1.5 /2/2       | "1,5" is read as 1.5
          x;y /1,5;1 /2.5;2         | x/y   | 1,5/1 /2.5/2       | split at ";"
          x;y /1,250;1.5 /2,500;2   | x/y   | 1,250/1.5 /2,500/2 | split at ";"
          x;y /1,250;1,5 /2,500;2   | x/y   | 1.250/1.5 /2.500/2 | "1,250" is read as 1.250
          x;y /1,5;1 /1,2,3;2       | x/y   | 1,5/1 /1,2,3/2     | split at ";"
          x;y /1,5;1 /a, b;2        | x/y   | 1,5/1 /a, b/2      | split at ";"
          """)
  void detectsTheDelimiterAndDecimalCommas(String file, String columns, String rows, String note)
      throws IOException {
    String text = file.replace('~', '\t').replace(':', '|');
    TableSource table = Tables.open(Tables.file(folder, "a.csv", text.split(" ?/")));
    assertEquals(List.of(columns.split("/")), table.columns());
    List<String> cells = new ArrayList<>();
    for (List<@Nullable String> row : Tables.cells(table)) {
      row.forEach(cell -> cells.add(cell == null ? "-" : cell));
    }
    assertEquals(List.of(rows.split(" ?/")), cells);
    List<String> notes = TableFiles.notes(table);
    assertTrue(notes.get(notes.size() - 1).contains(note.replace('!', '|')), notes::toString);
  }

  @Test
  void aDelimiterThatIsGivenWins() throws IOException {
    Path file = Tables.file(folder, "a.csv", "x,1;y", "1;2", "3;4");
    SourceOptions bars = new SourceOptions(Optional.of('|'), SourceOptions.Header.AUTO);
    Expect.rejected("split at \"|\", but holds \",\"", () -> TableFiles.open(file, bars));
    SourceOptions semicolons = new SourceOptions(Optional.of(';'), SourceOptions.Header.AUTO);
    assertEquals(List.of("x,1", "y"), TableFiles.open(file, semicolons).columns());
    Path pair = Tables.file(folder, "b.csv", "1,5;2", "2,5;3");
    TableSource bare = TableFiles.open(pair, semicolons);
    assertEquals(List.of(List.of("1.5", "2"), List.of("2.5", "3")), Tables.cells(bare));
    assertEquals(1, TableFiles.notes(bare).size());
  }

  /**
   * Of more than a thousand lines the first ones are compared, if a million characters hold two.
   */
  @Test
  void detectsTheDelimiterOfLongFiles() throws IOException {
    List<String> lines = Tables.lines("x;y", 5_000, i -> "%d;%d,5".formatted(i, i));
    TableSource table = Tables.open(Tables.file(folder, "a.csv", lines.toArray(String[]::new)));
    assertEquals(List.of("4999", "4999.5"), Tables.cells(table).get(4_999));
    Path wide = Tables.file(folder, "w.csv", "x;y", "1;" + "k".repeat(3_000_000), "2;z");
    Expect.rejected("try --delimiter ';'", () -> Tables.open(wide));
  }

  @Test
  void refusesNamesThatComeAgain() throws IOException {
    TableSource joined = Tables.open(Tables.file(folder, "j.csv", "c, d", "a,b", "c,d", "a,e"));
    Expect.rejected(
        "j.csv, row 2 (line 3): the names of the columns again", () -> Tables.cells(joined));
    TableSource alone = Tables.open(Tables.file(folder, "one.csv", "c", "a", "c"));
    assertEquals(List.of(List.of("a"), List.of("c")), Tables.cells(alone));
  }

  @Test
  void readsZippedLinesAndTabulators() throws IOException {
    Path file = folder.resolve("a.tsv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("x\ty\n1\t2\n".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(List.of(List.of("1", "2")), Tables.cells(Tables.open(file)));
  }

  @Test
  void saysThatAZippedFileEndsInItsHeader() throws IOException {
    byte[] named = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 3, 'a'};
    Path file = Files.write(folder.resolve("a.csv.gz"), named);
    Expect.failed(
        IOException.class, file + " cannot be read: it ends early", () -> Tables.open(file));
  }

  @Test
  void saysWhereARowIsAndWhatIsMissing() throws IOException {
    Path file = Tables.file(folder, "a.csv", "x,y", "\"two", "lines\",1", " NA ,-1.5e3", ",nan");
    try (RowCursor cursor = Tables.open(file).open()) {
      assertTrue(cursor.next());
      assertEquals("row 1 (line 2)", cursor.place());
      assertTrue(cursor.next());
      assertEquals("row 2 (line 4)", cursor.place());
      assertNull(cursor.text(0));
      assertEquals(-1500, cursor.number(1));
      assertTrue(cursor.next());
      assertNull(cursor.text(0));
      assertNull(cursor.text(1));
    }
  }

  @Test
  void readsNumbersAsJavaDoes() throws IOException {
    Random random = new Random(1);
    List<String> lines =
        new ArrayList<>(List.of("x", "1e309", "1e", ".", "0x1p3", "1d", "-0", "+.5"));
    for (int i = 0; i < 5_000; i++) {
      lines.add(Double.toString(Double.longBitsToDouble(random.nextLong())));
      lines.add(Double.toString(random.nextGaussian()) + random.nextInt(1_000_000_000));
    }
    Path file = Tables.file(folder, "n.csv", lines.toArray(String[]::new));
    try (RowCursor cursor = Tables.open(file).open()) {
      for (String text : lines.subList(1, lines.size())) {
        assertTrue(cursor.next());
        assertEquals(Numbers.parse(text), cursor.number(0), text);
      }
    }
  }

  @Test
  void printsNumbersWithoutExponentsWhereTablesHaveNone() {
    assertEquals("123456789.25", Numbers.text(123456789.25));
    assertEquals("0.0005", Numbers.text(5e-4f));
    assertEquals("16777216", Numbers.text((float) (1 << 24)));
    assertEquals("1.0E-6", Numbers.text(1e-6));
    assertEquals("1000000000000000", Numbers.text(1e15));
    assertEquals("-9007199254740992", Numbers.text(-0x1p53), "the last that is exact");
    assertEquals("1.0E16", Numbers.text(1e16));
    assertEquals("-Infinity", Numbers.text(Double.NEGATIVE_INFINITY));
  }

  @Test
  void takesForNumbersOnlyWhatLooksLikeOne() {
    assertEquals(-0.5, Numbers.parse(" -.5 "));
    assertEquals(2e-5, Numbers.parse("+2E-5"));
    assertEquals(300, Numbers.parse("3.e+2"));
    assertEquals(-1.5, Numbers.parse("\u00a0-1.5\u202f"), "blanks that do not break lines");
    for (String text : List.of(" \u00a0", "\\N", "#N/A", "<NA>", "n/a")) {
      assertTrue(Numbers.isMissing(text), text);
    }
    for (String text :
        List.of("1d", "2f", "0x1p3", "NaN", "Infinity", "1,5", "", "1 2", "1-2", "1e", "e5", ".")) {
      assertTrue(Double.isNaN(Numbers.parse(text)), text);
    }
  }

  /** RFC 4180 is silent about blanks around quotes, so they have no meaning. */
  @Test
  void leavesOutBlanksAroundQuotes() throws IOException {
    Path file = Tables.file(folder, "a.csv", "x,y", "1, \"a, b\" ", "2,\" c \"", "3, d");
    assertEquals(
        List.of(List.of("1", "a, b"), List.of("2", " c "), List.of("3", " d")),
        Tables.cells(Tables.open(file)));
  }

  @Test
  void aLongCellChangesNoOther() throws IOException {
    List<String> lines = new ArrayList<>(List.of("key,colour"));
    lines.addAll(Collections.nCopies(5000, "1, \"red\""));
    Path few = Files.write(folder.resolve("a.csv"), lines);
    lines.set(4000, "k".repeat(3_000_000) + ", \"red\"");
    Path many = Files.write(folder.resolve("b.csv"), lines);
    assertEquals(colours(few), colours(many));
    assertEquals(Collections.nCopies(5000, "red"), colours(many));
  }

  private static List<@Nullable String> colours(Path file) throws IOException {
    List<@Nullable String> colours = new ArrayList<>();
    for (List<@Nullable String> row : Tables.cells(Tables.open(file))) {
      colours.add(row.get(1));
    }
    return colours;
  }

  /** Cells of everything that needs quotes, as RFC 4180 writes them. */
  @Test
  void readsWhatWasWritten() throws IOException {
    List<String> parts = List.of("a", "é", "😀", " ", ",", ";", "\"", "\n", "\r\n", "\r", "'", "#");
    Random random = new Random(7);
    for (int file = 0; file < 200; file++) {
      List<List<String>> rows = new ArrayList<>();
      StringBuilder text = new StringBuilder("x,y,z\n");
      for (int i = 0; i < 20; i++) {
        List<String> row = new ArrayList<>();
        for (int j = 0; j < 3; j++) {
          StringBuilder cell = new StringBuilder("k");
          for (int k = random.nextInt(6); k > 0; k--) {
            cell.append(parts.get(random.nextInt(parts.size())));
          }
          row.add(cell.toString());
          text.append('"').append(cell.toString().replace("\"", "\"\"")).append('"');
          text.append(j < 2 ? "," : random.nextBoolean() ? "\n" : "\r\n");
        }
        rows.add(row);
      }
      Path written = Files.writeString(folder.resolve("a.csv"), text.toString());
      assertEquals(rows, Tables.cells(Tables.open(written)));
    }
  }

  @Test
  void namesTheLineThatIsWrong() throws IOException {
    Path semicolons = Tables.file(folder, "a.csv", "x;y", "1;2;3");
    Expect.rejected("try --delimiter ';'", () -> Tables.open(semicolons));
    Path ragged = Tables.file(folder, "b.csv", "x,y", "1,2", "3,4,5");
    Expect.rejected(
        "row 2 (line 3): 3 values split at \",\"; expected 2",
        () -> Tables.cells(Tables.open(ragged)));
    Path twice = Tables.file(folder, "c.csv", "x,x", "1,2");
    Expect.rejected("names column 2 \"x\"", () -> Tables.open(twice));
    Path open = Tables.file(folder, "e.csv", "x,y", "1,\"2", "3,4");
    Expect.rejected("e.csv cannot be read as CSV", () -> Tables.cells(Tables.open(open)));
    Path empty = Files.createFile(folder.resolve("d.csv"));
    Expect.rejected("d.csv is empty", () -> Tables.open(empty));
  }

  @Test
  void readsTheEncodingOfAByteOrderMark() throws IOException {
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      Path file =
          Files.write(folder.resolve(charset + ".csv"), "\ufeffé,y\n1,ø\n".getBytes(charset));
      assertEquals(List.of("é", "y"), Tables.open(file).columns());
      assertEquals(List.of(List.of("1", "ø")), Tables.cells(Tables.open(file)));
    }
  }

  /** Otherwise two names that differ in one such byte would become one. */
  @Test
  void refusesBytesThatAreNoText() throws IOException {
    byte[] latin = "x,y\n1,é\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("a.csv"), latin);
    Expect.rejected("a.csv is not text in UTF-8", () -> Tables.cells(Tables.open(file)));
    byte[] wide = "x,y\n1,2\n".getBytes(StandardCharsets.UTF_16LE);
    Path bare = Files.write(folder.resolve("b.csv"), wide);
    Expect.rejected("line 1 holds a zero byte", () -> Tables.open(bare));
  }

  @Test
  void namesAZippedFileThatIsCut() throws IOException {
    Path file = folder.resolve("a.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("x,y\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }
    byte[] all = Files.readAllBytes(file);
    for (int length = 2; length < all.length; length++) {
      Files.write(file, Arrays.copyOf(all, length));
      Expect.failed(Exception.class, "a.csv.gz", () -> Tables.cells(Tables.open(file)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "=",
        "-",
        "-inf"
      })
  void findsTextThatASpreadsheetWouldRun(String text) {
    Expect.rejected("--formulas", () -> Formulas.REFUSE.written(text));
    assertEquals("'" + text, Formulas.ESCAPE.written(text));
    assertEquals(text, Formulas.KEEP.written(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a=1", "-1.5", "+2", "-.5e-3", " =1", "'=1", "1-1", "é"})
  void letsOtherTextPass(String text) {
    for (Formulas formulas : Formulas.values()) {
      assertEquals(text, formulas.written(text));
    }
  }

  @Test
  void looksAtNamesOfColumnsAndAtText() throws IOException {
    List<OutputColumn> columns =
        List.of(
            new OutputColumn("=a", OutputColumn.Type.TEXT),
            new OutputColumn("b", OutputColumn.Type.NUMBER));
    StringWriter text = new StringWriter();
    try (RowSink sink = TableWriter.to(new PrintWriter(text), columns, Formulas.ESCAPE)) {
      sink.write(List.of("@x", Float.NEGATIVE_INFINITY));
      sink.commit();
    }
    assertEquals("'=a,b\n'@x,-Infinity\n", text.toString());
    Expect.rejected(
        "the text \"=a\"",
        () -> TableWriter.to(new PrintWriter(text), columns, Formulas.REFUSE).close());
  }

  private static String written(Object... values) throws IOException {
    StringWriter text = new StringWriter();
    List<OutputColumn> columns = List.of(OutputColumn.number("a"), OutputColumn.number("b"));
    try (CsvSink sink = CsvSink.to(new PrintWriter(text), columns, Formulas.REFUSE)) {
      sink.write(List.of(values));
      sink.commit();
    }
    return text.toString().lines().skip(1).findFirst().orElseThrow();
  }

  @Test
  void numbersHaveAnExponentOnlyIfTheyAreVerySmallOrLarge() throws IOException {
    assertEquals("12345678.91,0.0005", written(12_345_678.91, 5e-4));
    assertEquals("-99999999999.25,-0.00001", written(-99_999_999_999.25, -1e-5));
    assertEquals("3,0", written(3.0, 0.0));
    assertEquals("9.0E-6,1.0E300", written(9e-6, 1e300));
    assertEquals(",0.1", written(Double.NaN, 0.1));
    assertEquals(",0.1", written(Float.NaN, 0.1f));
    assertEquals("12345679,-0.0005", written(12_345_679f, -5e-4f));
  }

  @Test
  void everyNumberIsReadBack() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      double number = (1 - 2 * random.nextDouble()) * Math.pow(10, random.nextInt(40) - 20);
      String[] cells = written(number, (float) number).split(",", -1);
      assertEquals(number, Numbers.parse(cells[0]));
      assertEquals((float) number, (float) Numbers.parse(cells[1]));
    }
  }
}
