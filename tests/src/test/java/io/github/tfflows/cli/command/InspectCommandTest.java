package io.github.tfflows.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.CommandRun;
import io.github.tfflows.tables.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
  @TempDir Path folder = Path.of("");
  private Path data = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Random random = new Random(4);
    List<String> lines = new ArrayList<>(List.of("id,colour,x,twice,typo,year"));
    for (int i = 0; i < 1_200; i++) {
      double x = Math.rint(1_000 * random.nextGaussian()) / 1_000;
      lines.add(
          "k%d,%s,%.3f,%.3f,%s,2024"
              .formatted(i, i % 4 == 0 ? "" : "rgb".charAt(i % 3), x, 2 * x, i == 7 ? "?x" : i));
    }
    data = Files.write(folder.resolve("t.csv"), lines);
  }

  @Test
  void everyColumnHasALineAlsoThoseThatCannotBeUsed() {
    String out = CommandRun.succeeded("inspect", data).out();
    assertTrue(out.contains("1,200 rows, 6 columns; 0 rows repeating an earlier one"), out);
    assertTrue(out.contains("twice   model  real                    is 2 x"), out);
    assertTrue(out.contains("3 names: b, g, r"), out);
    assertTrue(out.contains("25.0 %"), out);
    assertTrue(out.contains("year    model  integer                 is always 2024"), out);
    assertTrue(out.lines().anyMatch("id      out"::equals), out);
    assertTrue(out.contains("Note: column id is an identifier, with 1,200 names such as"), out);
    assertTrue(out.contains("column typo: got \"?x\", expected a number"), out);
  }

  @Test
  void cellsThatDoNotSuitADeclaredKindAreFound() {
    String kinds = "--kind x=integer --kind typo=integer --kind colour=real --kind twice=count";
    String out = CommandRun.succeeded("inspect", data, kinds).out();
    assertTrue(
        out.matches("(?s).*\nx +out +row 1 \\(line 2\\), column x: got \"[-.\\d]+\".*"), out);
    assertTrue(out.contains("expected a whole number (its kind is integer)"), out);
    assertTrue(out.contains("row 8 (line 9), column typo: got \"?x\", expected a number"), out);
    assertTrue(out.contains("column colour: got \"g\", expected a number (its kind is real)"), out);
    assertTrue(out.contains("expected a whole number (its kind is count)"), out);
  }

  /** Ninety schools have ten rows each: levels, but no point masses in a model of any cell. */
  @Test
  void repeatedNumbersAreReadAsAFitToAnyCellWould() throws IOException {
    List<String> lines =
        Tables.lines(
            "school,y",
            900,
            i -> {
              int school = i % 100 == 0 ? 100 + i : i % 90;
              return "%d,%s".formatted(1_000 + 317 * school, Math.cos(i));
            });
    Path table = Files.write(folder.resolve("schools.csv"), lines);
    CommandRun.succeeded("inspect", table).prints("point masses at ");
    String any = CommandRun.succeeded("inspect", table, "--conditioning any").out();
    assertTrue(any.contains("school  model") && !any.contains("point masses"), any);
  }

  @Test
  void aFirstLineThatIsNoHeaderIsTold() throws IOException {
    List<String> lines =
        Tables.lines("country,2019,2020", 30, i -> "n%d,%d,%d".formatted(i % 7, i, i * i));
    Path table = Files.write(folder.resolve("years.csv"), lines);
    String note = "years.csv: line 1 holds a number or a missing value, so it is a row";
    CommandRun.succeeded("inspect", table).says(note).prints("31 rows");
    assertEquals("", CommandRun.succeeded("inspect", table, "--header absent").errors());
    CommandRun named = CommandRun.succeeded("inspect", table, "--header present").prints("30 rows");
    assertEquals("", named.errors());
  }

  @Test
  void valuesInNamesOfFoldersAreTold() throws IOException {
    Files.move(data, Files.createDirectory(folder.resolve("month=5")).resolve("t.csv"));
    String note = "the folder \"month=5\" is not a value of a column month; --sql";
    CommandRun.succeeded("inspect", folder.resolve("*/*.csv")).says(note);
    assertEquals("", CommandRun.succeeded("inspect", folder.resolve("month=5/*.csv")).errors());
  }

  @Test
  void namesWithCommasAreInQuotesInLists() throws IOException {
    List<String> lines =
        Tables.lines("\"length, cm\",id,y", 30, i -> "%d,a%d,%d".formatted(i % 7, i, i * i % 11));
    Path table = Files.write(folder.resolve("commas.csv"), lines);
    CommandRun.succeeded("inspect", table, "--given '\"length, cm\",y' --without id")
        .prints("length, cm  given")
        .prints("y           given");
    CommandRun.of("inspect", table, "--without 'length, cm'")
        .fails(1, "commas.csv has no column \"length\"")
        .says("; in a list, a name with a comma is in quotes");
    Path model = folder.resolve("commas");
    String few = "--steps 1 --members 1 --without id --target '\"length, cm\"' --out";
    CommandRun.succeeded("fit", table, few, model).prints("length, cm");
    CommandRun.succeeded("fit", table, "--force --steps 1 --columns y --out", model);
    CommandRun.succeeded("score", model, table, "--keep '\"length, cm\",id'")
        .prints("\"length, cm\",id,log_prob");
  }

  @Test
  void numbersOfRowsAndFillValuesOfManyRowsAreTold() throws IOException {
    List<String> lines = new ArrayList<>(List.of(",age,income,year"));
    for (int i = 0; i < 300; i++) {
      int income = i % 9 == 0 ? 999_999 : 1_000 + 37 * i % 9_000;
      lines.add("%d,%d,%d,%d".formatted(i, i % 7 == 0 ? -99 : 20 + i % 60, income, 2000 + i % 9));
    }
    Path table = Files.write(folder.resolve("fill.csv"), lines);
    CommandRun run = CommandRun.succeeded("inspect", table);
    run.prints(
        "Note: column c1 rises by one from row to row; if it numbers the rows, leave it out");
    run.prints("column age: 43 rows hold -99, far from nearly all other values, 21 to 78");
    run.prints("column income: 34 rows hold 999999, far from nearly all other values");
    assertEquals(3, run.out().lines().filter(line -> line.startsWith("Note: ")).count());
  }

  @Test
  void aSingleColumnWithBlanksIsTold() throws IOException {
    Path blanks = Tables.file(folder, "b.txt", "name  size", "a  1.5", "b  2");
    CommandRun.succeeded("inspect", blanks)
        .says("b.txt has a single column, \"name  size\"; if blanks separate its values");
    Path plain = Tables.file(folder, "p.csv", "size", "1.5", "2");
    assertEquals("", CommandRun.succeeded("inspect", plain).errors());
    assertEquals("", CommandRun.succeeded("inspect", data).errors());
  }

  /** As spreadsheets write tables where the comma is the decimal sign. */
  @Test
  void anotherDelimiterIsTold() throws IOException {
    List<String> lines =
        Tables.lines(
            "size;grade;n", 30, i -> "%d,%d;g%d;%d".formatted(i, i % 7, i % 3, i * i % 11));
    Path table = Files.write(folder.resolve("german.csv"), lines);
    CommandRun run = CommandRun.succeeded("inspect", table).prints("30 rows");
    run.says("Note: " + table + ": line 1 has a single value, split at \",\", so the values are");
    run.says("Note: " + table + ": the comma is the decimal sign: \"0,0\" is read as 0.0");
    assertTrue(run.out().matches("(?s).*\nsize +model +real .*"), run.out());
    assertEquals("", CommandRun.succeeded("inspect -q", table).errors());
    CommandRun.succeeded("inspect", folder.resolve("germ*.csv")).says("the comma is the decimal");
  }

  @Test
  void numbersBeyondDoublePrecisionAreFound() throws IOException {
    List<String> lines =
        Tables.lines(
            "x,far,unit", 100, i -> "%d.5,%s,%d.5e300".formatted(i, i == 7 ? "1e309" : i, i * i));
    Path table = Files.write(folder.resolve("far.csv"), lines);
    String out = CommandRun.succeeded("inspect", table).out();
    assertTrue(out.contains("row 8 (line 9), column far: got \"1e309\", expected a number"), out);
    assertTrue(out.contains("unit  model"), out);
  }

  @Test
  void zerosSuitADeclaredKindWhereTheyArePointMasses() throws IOException {
    List<String> lines = Tables.lines("x", 100, i -> i % 2 == 0 ? "0" : "%d.5".formatted(i));
    Path table = Files.write(folder.resolve("z.csv"), lines);
    CommandRun.succeeded("inspect", table, "--kind x=positive").prints("x     model  positive");
    CommandRun.succeeded("inspect", table, "--kind x=positive --repeats density")
        .prints("row 1 (line 2), column x: got \"0\", expected a number above zero");
  }

  @Test
  void repeatedRowsAreCounted() throws IOException {
    List<String> lines =
        Tables.lines("x,y", 30, i -> "%d,%d".formatted(i % 28, (i % 28) * (i % 28)));
    Path table = Files.write(folder.resolve("r.csv"), lines);
    String out = CommandRun.succeeded("inspect", table).out();
    assertTrue(out.contains("30 rows, 2 columns; 2 rows repeating an earlier one"), out);
  }

  @Test
  void columnsThatAreLeftOutMayHoldAnything() throws IOException {
    String[] lines = new String[30];
    Arrays.setAll(lines, i -> "{\"x\": %d.5, \"y\": [%d]}".formatted(i % 28, i));
    Path table = Tables.file(folder, "n.json", lines);
    CommandRun.of("inspect", table).fails(1, "the column y is nested");
    CommandRun.succeeded("inspect", table, "--without y")
        .prints("30 rows, 2 columns; 2 rows repeating an earlier one");
  }

  /** Spreadsheets write them where the comma is for decimals. */
  @Test
  void aFileOfColumnsMayHaveSemicolons() throws IOException {
    Path columns = folder.resolve("columns.csv");
    Files.writeString(
        columns, "name;role;kind\ncolour;given;\nx;model;bounded:-9..9\ntwice;out;\n");
    String out = CommandRun.succeeded("inspect", data, "--columns-file", columns).out();
    assertTrue(out.contains("x       model  bounded:-9..9"), out);
    assertTrue(out.contains("colour  given  categorical"), out);
    Files.writeString(columns, "name;role\nx;model\n");
    CommandRun.of("inspect", data, "--columns-file", columns)
        .fails(1, "expected the columns name,role,kind, got name, role");
    CommandRun.of("inspect", data, "--columns-file", folder)
        .fails(1, folder + ": is a directory; expected a file");
  }

  @Test
  @Tag("training")
  void fitTakesTheFileThatItWrites() throws IOException {
    Path columns = folder.resolve("columns.csv");
    CommandRun.succeeded("inspect", data, "-o", columns);
    List<String> lines = Files.readAllLines(columns);
    assertEquals(
        List.of(
            "name,role,kind",
            "id,out,",
            "colour,model,categorical",
            "x,model,real",
            "twice,model,real",
            "typo,out,",
            "year,model,integer"),
        lines);
    List<String> edited = new ArrayList<>(lines);
    edited.set(2, "colour,given,");
    Files.write(columns, edited);
    CommandRun.of("fit", data, "-o", folder.resolve("m"), "--columns-file", columns, "--target=x")
        .fails(2, "and the role model in --columns-file");
    CommandRun.of("fit", data, "-o", folder.resolve("m"), "--target=yaer")
        .fails(1, "has no column \"yaer\" (did you mean \"year\"?)")
        .says("choose columns and kinds");
    CommandRun fit =
        CommandRun.succeeded(
            "fit",
            data,
            "-o",
            folder.resolve("m"),
            "--columns-file",
            columns,
            "--steps 1 --members 1");
    fit.prints("column twice is 2 x").prints("column year is constant, 2024 in every row");
    Files.write(columns, List.of("name,role,kind", "colour,given,", "x,out,"));
    CommandRun.of("fit", data, "-o", folder.resolve("w"), "--columns-file", columns)
        .fails(1, "no column to model");
    edited.set(3, "x,modelled,");
    Files.write(columns, edited);
    CommandRun.of("fit", data, "-o", folder.resolve("w"), "--columns-file", columns)
        .fails(1, "row 3 (line 4): the role \"modelled\" of column x is none");
    Files.write(columns, List.of("name,role,kind", "x,model,", "x,given,"));
    CommandRun.of("fit", data, "-o", folder.resolve("w"), "--columns-file", columns)
        .fails(1, "row 2 (line 3): there is a line for column x already");
  }
}
