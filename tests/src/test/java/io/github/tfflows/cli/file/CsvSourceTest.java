package io.github.tfflows.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.Numbers;
import io.github.tfflows.tables.RowCursor;
import io.github.tfflows.tables.TableSource;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceTest {
  @TempDir Path folder = Path.of("");

  @Test
  void findsWhetherTheFirstLineNamesTheColumns() throws IOException {
    TableSource named = Tables.open(Tables.file(folder, "a.csv", "\ufeffx, y", "1,2"));
    assertEquals(List.of("x", "y"), named.columns());
    assertEquals(List.of(List.of("1", "2")), Tables.cells(named));
    TableSource bare = Tables.open(Tables.file(folder, "b.csv", "1,red", "2,blue"));
    assertEquals(List.of("c1", "c2"), bare.columns());
    assertEquals(2, Tables.cells(bare).size());
    SourceOptions present = new SourceOptions(Optional.empty(), SourceOptions.Header.PRESENT);
    assertEquals(
        List.of("2019", "2020"),
        TableFiles.open(Tables.file(folder, "c.csv", "2019,2020", "1,2"), present).columns());
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
  void takesForNumbersOnlyWhatLooksLikeOne() {
    assertEquals(-0.5, Numbers.parse(" -.5 "));
    for (String text : List.of("1d", "2f", "0x1p3", "NaN", "Infinity", "1,5", "", "1 2")) {
      assertTrue(Double.isNaN(Numbers.parse(text)), text);
    }
  }

  @Test
  void namesTheLineThatIsWrong() throws IOException {
    Path semicolons = Tables.file(folder, "a.csv", "x;y", "1;2");
    Expect.rejected("try --delimiter ';'", () -> Tables.open(semicolons));
    Path ragged = Tables.file(folder, "b.csv", "x,y", "1,2", "3,4,5");
    Expect.rejected(
        "row 2 (line 3): 3 values split at \",\"; expected 2",
        () -> Tables.cells(Tables.open(ragged)));
    Path twice = Tables.file(folder, "c.csv", "x,x", "1,2");
    Expect.rejected("names column 2 \"x\"", () -> Tables.open(twice));
    Path empty = Files.createFile(folder.resolve("d.csv"));
    Expect.rejected("d.csv is empty", () -> Tables.open(empty));
  }
}
