package io.github.tfflows.tables.scan;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Lattice;
import io.github.tfflows.tables.column.NameCoding;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.profile.Repeats;
import io.github.tfflows.tables.sketch.ValueCounts;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableScanTest {
  private static final TableScan ALL = TableScan.all();

  @TempDir Path folder = Path.of("");

  private TableSource source(String header, IntFunction<String> row) throws IOException {
    return Tables.open(Files.write(folder.resolve("t.csv"), Tables.lines(header, 40, row)));
  }

  /** The values of given numbers are counted for notes, but draws of modelled ones snap to them. */
  @Test
  void onlyModelledNumbersHaveALattice() throws IOException {
    Random random = new Random(1);
    DoubleSupplier rate =
        () -> random.nextInt(3) == 0 ? random.nextDouble() : random.nextInt(300) / 301.0;
    TableSource rates =
        Tables.of("x,y", 3_000, i -> List.of(rate.getAsDouble(), rate.getAsDouble()));
    TableSchema schema =
        new TableScan(List.of("y"), List.of("x"), List.of(), Map.of()).of(rates, Missing.MODEL);
    assertEquals(Lattice.NONE, ((NumberCoding) schema.given().get(0).coding()).lattice());
    assertNotEquals(Lattice.NONE, ((NumberCoding) schema.modelled().get(0).coding()).lattice());
  }

  @Test
  void findsKinds() throws IOException {
    TableScan scan =
        new TableScan(
            List.of(),
            List.of("name"),
            List.of("id"),
            Map.of("angle", new ColumnKind.Circular(360)));
    TableSource source =
        source(
            "id,whole,real,skewed,even,angle,name",
            i ->
                "k%d,%d,%s,%s,%s,%d,%s"
                    .formatted(
                        i,
                        i % 5,
                        i - 7.5,
                        Math.exp(0.2 * i),
                        1.5 + i + 0.5 * (i % 3),
                        7 * i * i % 360,
                        i % 2 == 0 ? "b" : "a"));
    TableSchema schema = scan.of(source, Missing.MODEL);
    assertEquals(
        List.of("integer", "real", "positive", "real", "circular:360"),
        schema.modelled().stream().map(column -> column.kind().text()).toList());
    assertEquals(
        List.of(
            new TableColumn(
                "name",
                new ColumnKind.Categorical(),
                new NameCoding(List.of("a", "b"), List.of(20L, 20L), 0),
                0)),
        schema.given());
  }

  @Test
  void sortsNamesThatAreNumbersByTheirSize() throws IOException {
    TableScan scan =
        new TableScan(
            List.of("x"), List.of("c"), List.of(), Map.of("c", new ColumnKind.Categorical()));
    TableSchema schema =
        scan.of(source("x,c", i -> i + "," + new int[] {2, 10, -1}[i % 3]), Missing.MODEL);
    assertEquals(List.of("-1", "2", "10"), schema.given().get(0).names());
  }

  @Test
  void readsFewNumbersAmongTextsAsNames() throws IOException {
    TableSource drives = source("x,drv", i -> i + "," + List.of("f", "r", "4").get(i % 3));
    ScannedTable scanned = ALL.scanned(drives, Missing.MODEL);
    assertEquals(List.of("4", "f", "r"), scanned.schema().modelled().get(1).names());
    String note =
        "column drv: 13 of the 40 values are numbers, the others texts such as \"f\"; all are read"
            + " as names (leave the texts' cells empty if they have no value)";
    assertEquals(List.of(note), scanned.notes());
    assertEquals(List.of(note), ALL.inspected(drives).notes());
    TableSource grades = source("x,grade", i -> i + "," + (i % 8 == 0 ? "K" : i % 4 + ".0"));
    assertEquals(
        List.of("0.0", "1.0", "2.0", "3.0", "K"),
        ALL.of(grades, Missing.MODEL).modelled().get(1).names());
    TableSource courses =
        source("x,course", i -> "%d,%d%s".formatted(i, i / 2, i % 2 == 0 ? "" : "B"));
    assertTrue(ALL.of(courses, Missing.MODEL).modelled().get(1).kind().isNamed());
    TableSource cabins = source("x,cabin", i -> "%d,%s%d".formatted(i, i == 7 ? "" : "B", i % 19));
    assertTrue(ALL.of(cabins, Missing.MODEL).modelled().get(1).kind().isNamed());
  }

  @Test
  void readsNoTyposAmongFewNumbersAsNames() throws IOException {
    for (String typo : List.of("1,5", "2024-05-17", "K")) {
      int rows = typo.equals("K") ? 4 : 8;
      TableSource grades =
          source("x,grade", i -> "%d,\"%s\"".formatted(i, i < rows ? typo : "" + i % 2));
      Expect.rejected(
          "row 1 (line 2), column grade: got \"%s\", expected a number".formatted(typo),
          () -> ALL.of(grades, Missing.MODEL));
    }
    TableSource ages = source("x,age", i -> i + (i % 4 == 0 ? ",unknown" : "," + i));
    Expect.rejected("column age: got \"unknown\"", () -> ALL.of(ages, Missing.MODEL));
    TableSource prices = source("x,price", i -> i + (i % 2 == 0 ? ",\"1,200\"" : ",900"));
    Expect.rejected("column price: got \"1,200\"", () -> ALL.of(prices, Missing.MODEL));
  }

  @Test
  void readsZeroAndOneAmongTruthsAsTruths() throws IOException {
    List<String> words = List.of("True", "false", "YES", "0");
    ScannedTable scanned =
        ALL.scanned(source("x,paid", i -> i + "," + words.get(i % 4)), Missing.MODEL);
    TableColumn paid = scanned.schema().modelled().get(1);
    assertEquals("boolean", paid.kind().text());
    assertEquals(paid.parse("false"), paid.parse("0"));
    assertEquals(
        List.of(
            "column paid: 10 of the 40 values are 0 or 1, the others words such as \"True\"; all are"
                + " read as truth values"),
        scanned.notes());
    TableSource other = source("x,paid", i -> i + (i % 4 == 0 ? ",true" : "," + i % 3));
    assertEquals(
        List.of("0", "1", "2", "true"), ALL.of(other, Missing.MODEL).modelled().get(1).names());
  }

  @Test
  void namesTheRowOfATypo() throws IOException {
    TableSource source = source("x,y", i -> i == 16 ? "16,1.6e" : "%d,%d".formatted(i, i * i));
    Expect.rejected(
        "row 17 (line 18), column y: got \"1.6e\", expected a number, as 39 of the 40 values are",
        () -> ALL.of(source, Missing.MODEL));
    TableSource mixed = source("x,y", i -> i + (i % 3 == 0 ? ",%d.5".formatted(i) : ",none"));
    Expect.rejected(
        "row 2 (line 3), column y: got \"none\", but 14 of the 40 values are numbers; declare"
            + " y=categorical",
        () -> ALL.of(mixed, Missing.MODEL));
    TableSource prices = source("x,price", i -> i + (i < 5 ? ",900" : ",\"1,%03d\"".formatted(i)));
    Expect.rejected(
        "row 6 (line 7), column price: got \"1,005\", but 5 of the 40 values are numbers, and the"
            + " others are not; if they are numbers, write them as 1234.5 is",
        () -> ALL.of(prices, Missing.MODEL));
    TableSource hours =
        source("x,at", i -> i + "," + (i == 9 ? "9.12" : "10:%d".formatted(10 + i)));
    Expect.rejected(
        "row 10 (line 11), column at: got \"9.12\", expected a time of day",
        () -> ALL.of(hours, Missing.MODEL));
    TableSource far = source("x", i -> i == 7 ? "1e309" : i + "e300");
    Expect.rejected(
        "row 8 (line 9), column x: got \"1e309\", expected a number",
        () -> ALL.scanned(far, Missing.MODEL));
  }

  @Test
  void columnsOfTextsWithEqualHashCodesAreDifferent() throws IOException {
    TableSource source = source("x,y", i -> i % 3 == 0 ? "Aa,BB" : i % 3 == 1 ? "BB,Aa" : "Aa,Aa");
    assertEquals(2, ALL.of(source, Missing.MODEL).modelled().size());
  }

  @Test
  void refusesColumnsWithoutADensity() throws IOException {
    TableSource names = source("x,c", i -> i + (i % 2 == 0 ? ",red" : ",blue"));
    assertEquals("categorical", ALL.of(names, Missing.MODEL).modelled().get(1).kind().text());
    TableSource many = Tables.open(Tables.file(folder, "n.csv", "x", "1", "2"));
    Expect.rejected("has 2 rows; expected at least 10", () -> ALL.of(many, Missing.MODEL));
  }

  @Test
  void leavesConstantColumnsOutUnlessTheyAreToBeModelled() throws IOException {
    TableSource source =
        source("x,k,e,c,d", i -> i + ",7,NA,red,08:30" + (i % 2 == 0 ? "" : ":00"));
    ScannedTable scanned = ALL.scanned(source, Missing.MODEL);
    assertEquals(List.of("x"), scanned.schema().modelled().stream().map(c -> c.name()).toList());
    assertEquals(
        List.of(
            "column e has no value: it is left out of the model, and empty in draws",
            "column k is constant, 7 in every row: it is left out of the model, and restored in"
                + " draws",
            "column c is constant, \"red\" in every row: it is left out of the model, and restored"
                + " in draws",
            "column d is constant, \"08:30\" in every row: it is left out of the model, and restored"
                + " in draws"),
        scanned.notes());
    assertEquals(
        Arrays.asList("7", "", "red", "08:30"),
        scanned.schema().derived().stream()
            .map(one -> one.value(List.of(), List.of()).toString())
            .toList());
    DerivedColumn time = scanned.schema().derived().get(3);
    assertTrue(time.agree(List.of(), List.of(), "08:30:00"));
    assertFalse(time.agree(List.of(), List.of(), "08:31"));
    TableScan modelled = new TableScan(List.of("x", "k"), List.of(), List.of(), Map.of());
    Expect.rejected(
        "column k is constant, 7 in every row; leave it out",
        () -> modelled.of(source, Missing.MODEL));
    TableScan given = new TableScan(List.of(), List.of("c"), List.of("k"), Map.of());
    assertEquals(List.of(), given.of(source, Missing.MODEL).given());
    TableSource nothing = source("k,e", i -> "7,NA");
    Expect.rejected(
        "has no column to model: column e has no value", () -> ALL.of(nothing, Missing.MODEL));
    TableSource twins = source("x,y", i -> i + "," + 2 * i);
    Expect.rejected(
        "draws; to model it, do not give y",
        () -> ALL.withGiven(List.of("y")).of(twins, Missing.MODEL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%2$02d.03.2024|dates, write all of them in one form, such as 2024-05-17",
        "3/%2$d/2024 10:00|dates, write all of them in one form, such as 2024-05-17",
        "24-03-%2$02d|dates, write all of them in one form",
        "+10037-01-%2$02d|dates, write all of them in one form, such as 2024-05-17",
        "-0044-03-%2$02dT10:00|dates, write all of them in one form, such as 2024-05-17",
        "%2$d:05 PM|times of day, write them as 14:05",
        "%2$d:%2$02d|times of day, write them as 14:05 or 14:05:59, and lengths of time as numbers",
        "1%1$02d:%2$02d:09.5|times of day, write them as 14:05",
        "10:%2$02d:00+01:00|times of day, write them as 14:05",
        "%1$d days 10:%2$02d:00|times of day, write them as 14:05",
        "PT%1$dM|times of day, write them as 14:05",
        "Jan-%2$d-2024|dates, write all of them in one form",
        "%1$d.5 %%|numbers, write them as 1234.5 is",
        "%1$d.5 kg|numbers, write them as 1234.5 is",
        "%1$d.5\u00b0C|numbers, write them as 1234.5 is",
        "$ 1'%1$03d.50|numbers, write them as 1234.5 is",
        "-%1$d.007.5|numbers, write them as 1234.5 is",
        "%2$d Aug 2024|dates, write all of them in one form",
        "Fri %2$02d Mar 2024 08:28:11 +0000|dates, write all of them in one form",
        "May %2$dth 2024|dates, write all of them in one form",
        "20%1$02d-W12|dates, write all of them in one form",
        "2024-0%2$02d|dates, write all of them in one form",
        "EUR %1$d.50|numbers, write them as 1234.5 is",
        "%1$d_000 USD|numbers, write them as 1234.5 is",
        "(%1$d.5)|numbers, write them as 1234.5 is",
        "\u2212%1$d.5|numbers, write them as 1234.5 is",
        "\u0661%1$d\u066b\u0665|numbers, write them as 1234.5 is",
        "%1$d.5k|numbers, write them as 1234.5 is",
        "0x%1$x|numbers, write them as 1234.5 is"
      })
  void namesThatLookLikeOtherValuesAreNoted(String format, String advice) throws IOException {
    TableSource source =
        source("x,name", i -> i + "," + (i == 7 ? "none" : format.formatted(i, 1 + i % 28)));
    List<String> notes = ALL.scanned(source, Missing.MODEL).notes();
    assertEquals(1, notes.size());
    assertTrue(notes.get(0).startsWith("column name: texts such as \""), notes.get(0));
    assertTrue(notes.get(0).contains("\" are read as names; if they are " + advice), notes.get(0));
    Map<String, ColumnKind> kinds = Map.of("name", new ColumnKind.Categorical());
    assertEquals(
        List.of(),
        new TableScan(List.of(), List.of(), List.of(), kinds)
            .scanned(source, Missing.MODEL)
            .notes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"user%d", "2024-W%d", "%d kg", "A-%d", "%d/7", "1.4.%d", "10.0.%d.7", "%d 2.5 0"})
  void otherNamesAreNot(String format) throws IOException {
    TableSource source = source("x,name", i -> i + "," + format.formatted(i));
    assertEquals(List.of(), ALL.scanned(source, Missing.MODEL).notes());
  }

  @Test
  void severalOffsetsAreNoted() throws IOException {
    IntFunction<String> at = i -> i + ",2024-05-17T12:%02d:00".formatted(7 * i % 60);
    TableSource local = source("x,at", i -> at.apply(i) + (i % 3 == 0 ? "+02:00" : "-05:00"));
    assertEquals(
        List.of(
            "column at has several offsets from UTC; it is read as instants, and draws have the"
                + " offset +02:00"),
        ALL.scanned(local, Missing.MODEL).notes());
    TableSource one = source("x,at", i -> at.apply(i) + "+02:00");
    assertEquals(List.of(), ALL.scanned(one, Missing.MODEL).notes());
  }

  @ParameterizedTest
  @CsvSource({"5000, 0", "0.001, 1"})
  void onlyNumbersThatSinglePrecisionTakesForOneAreNoted(double gap, int notes) throws IOException {
    TableSource source = source("x,y", i -> i % 7 + "," + (i / 2 * 60_000 + i % 2 * gap + 0.00001));
    assertEquals(notes, ALL.scanned(source, Missing.MODEL).notes().size());
  }

  @Test
  void datesWithoutSignsAreNoted() throws IOException {
    TableSource source = source("x,day", i -> i + "," + (20240101 + 100 * (i % 12) + i % 28));
    assertEquals(1, ALL.scanned(source, Missing.MODEL).notes().size());
    TableSource other = source("x,day", i -> i + "," + (20240101 + 7 * i % 40));
    assertEquals(List.of(), ALL.scanned(other, Missing.MODEL).notes(), "no 32nd of January");
  }

  @Test
  void refusesNumbersThatAllCountAsZero() throws IOException {
    TableSource source = source("x,tiny", i -> i + "," + (i % 3 == 0 ? "0" : (i + 1) + "e-310"));
    Expect.rejected(
        "column tiny: got 2.0E-310, which counts as zero, as do all its values",
        () -> ALL.of(source, Missing.MODEL));
    TableSource other = source("x,tiny", i -> i + "," + (i + 1) + "e-308");
    assertEquals(2, ALL.of(other, Missing.MODEL).modelled().size(), "only some do");
  }

  @Test
  void modelsMarksThatOnlySomeRowsHave() throws IOException {
    TableSource source =
        Tables.of("name,number", 100, i -> List.of(i % 3 == 0 ? "yes" : "", i % 2 == 0 ? 1 : ""));
    List<TableColumn> columns = ALL.of(source, Missing.MODEL).modelled();
    assertEquals(List.of("yes"), columns.get(0).names());
    assertEquals(List.of(1.0), columns.get(1).masses().values());
  }

  @Test
  void readsCodesAsNames() throws IOException {
    TableSource source =
        Tables.of(
            "zip,phone,a,b",
            1_200,
            i ->
                List.of(
                    i == 1_100 ? "00501" : 10_001 + i % 90,
                    i % 2 == 0 ? "+0" + i % 77 : "none",
                    i * i % 89 + ".5",
                    i % 7 == 0 ? 0 : "0." + i * i % 97));
    ScannedTable scanned = ALL.scanned(source, Missing.MODEL);
    assertEquals(
        List.of("categorical", "categorical", "real", "real"),
        scanned.schema().modelled().stream().map(one -> one.kind().text()).toList());
    assertTrue(scanned.schema().modelled().get(0).names().contains("00501"));
    assertEquals(
        List.of(
            "row 1101, column zip: \"00501\" has leading zeros, as codes do; all values are read as"
                + " names (declare zip=integer to read them as numbers)",
            "row 1, column phone: \"+00\" has leading zeros, as codes do; all values are read as"
                + " names (declare phone=integer to read them as numbers)"),
        scanned.notes());
    TableScan declared = ALL.withKind("zip", new ColumnKind.Whole());
    TableColumn numbers = declared.scanned(source, Missing.MODEL).schema().modelled().get(0);
    assertEquals("integer", numbers.kind().text());
    TableSource code = Tables.of("code,x", 100, i -> List.of("007", i * i));
    ScannedTable constant = ALL.scanned(code, Missing.MODEL);
    assertEquals(
        "column code is constant, \"007\" in every row: it is left out of the model, and restored in"
            + " draws",
        constant.notes().get(0));
    assertEquals(
        new Relation.Constant("007"),
        constant.schema().derived().get(0).relation(),
        "as draws say");
  }

  @Test
  void saysThatNamesAreTwinsOrIdentifiers() throws IOException {
    TableSource source =
        Tables.of(
            "side,gene,id,x",
            120,
            i -> {
              String side = i % 7 == 0 ? "left " : i % 2 == 0 ? "Right" : "left";
              return List.of(side, i % 2 == 0 ? "aB" : "Ab", "id" + i, "'0." + i + "'");
            });
    assertEquals(
        List.of(
            "column side: \"left \" and \"left\" are different names; if they mean the same, write"
                + " them alike",
            "column id is an identifier, with 120 names such as \"id0\", each in one row only: it is"
                + " left out",
            "column x has 120 different names; the 119 rarest share one outcome, in proportion to"
                + " their counts",
            "column x: texts such as \"'0.0'\" are read as names; if they are numbers, write them as"
                + " 1234.5 is, with a decimal point and no other sign"),
        ALL.scanned(source, Missing.MODEL).notes());
  }

  /** A sign that stands among other signs, or in a column of declared names, is a name. */
  @Test
  void saysThatASignAmongWordsMayStandForAMissingValue() throws IOException {
    TableSource source =
        Tables.of(
            "post,size,charge,code,grade,x",
            120,
            i ->
                List.of(
                    i % 5 == 0 ? "-" : "p" + i % 7,
                    i % 6 == 0 ? "n.a." : "s" + i % 7,
                    i % 2 == 0 ? "-" : "+",
                    i % 13 == 0 ? "-" : ".",
                    i % 11 == 0 ? "-" : "A-",
                    i * i % 97));
    TableScan scan = ALL.withKind("grade", new ColumnKind.Categorical());
    assertEquals(
        List.of(
            "column post: \"-\" counts as a name, in 24 of 120 cells; if it stands for a missing value,"
                + " leave these cells empty",
            "column size: \"n.a.\" counts as a name, in 20 of 120 cells; if it stands for a missing"
                + " value, leave these cells empty"),
        scan.scanned(source, Missing.MODEL).notes());
  }

  @Test
  void readsKeysThatDoublesDoNotHoldAsNames() throws IOException {
    long limit = 1L << 53;
    TableSource numbers =
        Tables.of(
            "id,two,exponent,x", 100, i -> List.of(limit + i, limit + 1 - i % 2, "1e25", 1e25 * i));
    ScannedTable scanned = ALL.scanned(numbers, Missing.MODEL);
    assertEquals(
        List.of("two", "x"), scanned.schema().modelled().stream().map(TableColumn::name).toList());
    assertEquals(
        List.of("9007199254740992", "9007199254740993"),
        scanned.schema().modelled().get(0).names());
    assertEquals(
        List.of(
            "column id is an identifier, with 100 names such as \"9007199254740992\", each in one row"
                + " only: it is left out",
            "column exponent is constant, 1.0E25 in every row: it is left out of the model, and"
                + " restored in draws",
            "row 2, column id: \"9007199254740993\" has more digits than a number holds, as"
                + " identifiers do; all values are read as names (declare id=real to read them as"
                + " numbers)",
            "row 1, column two: \"9007199254740993\" has more digits than a number holds, as"
                + " identifiers do; all values are read as names (declare two=real to read them as"
                + " numbers)"),
        scanned.notes());
    TableScan wanted = ALL.withModelled(List.of("id", "x"));
    assertEquals(2, wanted.of(numbers, Missing.MODEL).modelled().size(), "asked for");
    assertEquals(
        1,
        wanted
            .withModelled(List.of("x"))
            .withGiven(List.of("id"))
            .of(numbers, Missing.MODEL)
            .given()
            .size());
  }

  /** A second pass reads them, which a scan of parts does not begin itself. */
  @Test
  void partsNameTheKindThatSuitsCodes() {
    TableScan.Part part = ALL.begin("t", List.of("zip", "x"));
    Expect.rejected(
        "row 1, column zip: \"00000\" has leading zeros, as codes do; declare zip=categorical, or"
            + " zip=integer if it has numbers",
        () -> {
          try (RowCursor rows =
              Tables.of("zip,x", 50, i -> List.of("%05d".formatted(i * i), i)).open()) {
            while (rows.next()) {
              part.add(rows);
            }
          }
          part.scanned("t", Missing.MODEL);
        });
  }

  /** Amounts of a database that differ in decimals alone, which their doubles lack. */
  @Test
  void decimalsOfLargeNumbersAreNotLostUnsaid() throws IOException {
    TableSource source =
        Tables.of(
            "amount,whole,x",
            100,
            i -> List.of("12345678901234567890." + (100 + i), "9007199254740994.0", i * i));
    Expect.rejected(
        "row 1, column amount: \"12345678901234567890.100\" is read as the number"
            + " 1.2345678901234567E19",
        () -> ALL.scanned(source, Missing.MODEL));
    TableScan named = ALL.withKind("amount", new ColumnKind.Categorical());
    assertEquals(
        100, named.scanned(source, Missing.MODEL).schema().modelled().get(0).names().size());
  }

  @Test
  void poolsRareNamesWhereThereAreTooMany() throws IOException {
    List<List<String>> rows =
        Tables.rows(3_000, i -> List.of(i % 3 == 0 ? "r" + i % 2_001 : "often" + i % 2));
    TableSource source = TableSources.of("t", List.of("name"), rows);
    ScannedTable scanned = ALL.scanned(source, Missing.MODEL);
    TableColumn column = scanned.schema().modelled().get(0);
    assertEquals(669, column.names().size());
    double once = 334 / 3_000.0;
    assertEquals(new CategoryCell(669, List.of(), once), column.categories(), "few enough for all");
    for (int i = 0; i < 4_000; i++) {
      rows.add(List.of("s" + i % 1_999));
    }
    scanned = ALL.scanned(TableSources.of("t", List.of("name"), rows), Missing.MODEL);
    column = scanned.schema().modelled().get(0);
    assertEquals(List.of("often0", "often1", "r0"), column.names().subList(0, 3));
    CategoryCell categories = column.categories();
    assertEquals(3, categories.count());
    assertEquals(669 + 1_999 - 2, categories.pooled().size());
    assertEquals(5_000, categories.pooled().stream().mapToInt(Integer::intValue).sum());
    assertEquals(2, column.parse("r0"));
    assertEquals("s1998", column.decoded(column.parse("s1998")));
    assertEquals(
        List.of(
            "column name has 2,668 different names; the 2,666 rarest share one outcome, in"
                + " proportion to their counts"),
        scanned.notes());
    assertEquals(
        scanned.schema(), TableSchema.of(new ModelDescription(scanned.schema().entries())));
  }

  /** Networks would tell the rows of addresses apart, and learn them by heart. */
  @Test
  void poolsNamesThatHardlyRepeat() throws IOException {
    TableSource addresses =
        Tables.of("name,x", 400, i -> List.of("a" + i % (i < 100 ? 4 : 340), i));
    CategoryCell names = ALL.of(addresses, Missing.MODEL).modelled().get(0).categories();
    assertEquals(5, names.count(), "four in 25 rows or more, and one outcome of all others");
    assertEquals(296, names.pooled().size());
    TableSource few = Tables.of("name,x", 99, i -> List.of("a" + i, i));
    assertEquals(99, ALL.of(few, Missing.MODEL).modelled().get(0).categories().count());
  }

  @Test
  void namesAllUnsuitableColumnsAtOnce() throws IOException {
    TableSource source =
        Tables.of(
            "id,typo,a,b", 1_200, i -> List.of("k" + i, i == 3 ? "x" : i, i, i == 5 ? "y" : i));
    String message =
        Expect.message(IllegalArgumentException.class, () -> ALL.of(source, Missing.MODEL));
    assertEquals(
        List.of(
            "t: 2 columns cannot be used",
            "  row 4, column typo: got \"x\", expected a number, as 1,199 of the 1,200 values are;"
                + " correct it (leave the cell empty if it has no value), or declare typo=categorical",
            "  row 6, column b: got \"y\", expected a number, as 1,199 of the 1,200 values are;"
                + " correct it (leave the cell empty if it has no value), or declare b=categorical"),
        String.valueOf(message).lines().toList());
    Expect.rejected(
        "t, column id has more than 1,000 different names, such as \"k0\", each in one row only: it"
            + " is an identifier",
        () -> ALL.withModelled(List.of("id")).of(source, Missing.MODEL));
  }

  @Test
  void namesTheColumnsThereAre() throws IOException {
    TableSource source = source("x,y", i -> "%d,%d".formatted(i, i * i));
    TableScan wrong = new TableScan(List.of("z"), List.of(), List.of(), Map.of());
    Expect.rejected("has no column \"z\"; it has x, y", () -> wrong.of(source, Missing.MODEL));
    TableScan twice = new TableScan(List.of("x", "y"), List.of("x"), List.of(), Map.of());
    Expect.rejected("column x is asked for twice", () -> twice.of(source, Missing.MODEL));
    for (TableScan left : List.of(ALL.withModelled(List.of("x")), ALL.withGiven(List.of("x")))) {
      Expect.rejected(
          "column x is modelled or given, and left out",
          () -> left.leavingOut(List.of("x")).of(source, Missing.MODEL));
    }
  }

  @Test
  void findsStepsCountsAndGaps() throws IOException {
    TableSource source =
        source(
            "price,visits,share,depth",
            i ->
                "%.2f,%d,%s,%s"
                    .formatted(
                        0.13 * i,
                        (int) Math.exp(i / 5.0),
                        1 / (i + 3.0),
                        i % 2 == 0 ? "" : i * 7 % 50 / 10.0));
    TableSchema schema = ALL.of(source, Missing.MODEL);
    assertArrayEquals(new float[] {0, 0.01f, 1, 0, 0.1f}, schema.spacing(), "a bit comes first");
    List<TableColumn> columns = schema.modelled();
    assertEquals(List.of(0.01, 1.0, 0.0, 0.1), columns.stream().map(TableColumn::step).toList());
    assertEquals("count", columns.get(1).kind().text());
    assertEquals(List.of(0.0, 0.0, 0.0, 0.5), columns.stream().map(TableColumn::gaps).toList());
    assertEquals(0, ALL.of(source, Missing.DROP).modelled().get(3).gaps());
    assertEquals(0.12, columns.get(0).decoded(0.1234f));
    assertEquals(0L, columns.get(1).decoded(-0.4f));
    assertEquals(1L, columns.get(1).drawn(-0.4f), "the least of the data");
    assertEquals(1 / 3.0, columns.get(2).drawn(2), "the greatest");
    assertEquals(0.0, columns.get(0).drawn(-0.004f));
  }

  @Test
  void columnsOfZeroAndOneAreNoCounts() throws IOException {
    int[] distances = IntStream.range(5, 40).toArray();
    TableSource table =
        Tables.of(
            IntStream.of(distances).mapToObj(each -> "x" + each).collect(joining(",")),
            1000,
            i -> IntStream.of(distances).mapToObj(each -> i % each == 0 ? 1 : 0).toList());
    for (TableColumn column : ALL.of(table, Missing.MODEL).modelled()) {
      assertEquals("integer", column.kind().text(), column.name());
      assertTrue(column.isBinary(), column.name());
    }
    TableScan one = ALL.withGiven(List.of("x5"));
    assertTrue(one.of(table, Missing.MODEL).given().get(0).isBinary(), "given");
    TableSource others = Tables.of("a,b", 90, i -> List.of(i % 3, i % 2 == 0 ? 1 : ""));
    for (TableColumn column : ALL.of(others, Missing.MODEL).modelled()) {
      assertFalse(column.isBinary(), column.name());
    }
  }

  @Test
  void theOrderOfNumbersHasNoEffectOnTheirStep() throws IOException {
    IntFunction<List<?>> row = i -> List.of(i == 0 ? "1e-13" : "%.2f".formatted(0.13 * i));
    ScannedTable found = ALL.scanned(Tables.of("x", 40, row), Missing.MODEL);
    assertEquals(0.01, found.schema().modelled().get(0).step());
    TableSource reversed = Tables.of("x", 40, i -> row.apply(39 - i));
    assertEquals(found, ALL.scanned(reversed, Missing.MODEL));
  }

  /** An amount that is zero in every other row, and otherwise skewed. */
  private TableSource amounts() {
    Random random = new Random(4);
    return Tables.of(
        "amount,x",
        400,
        i -> List.of(i % 2 == 0 ? 0.0 : Math.exp(random.nextGaussian()), random.nextGaussian()));
  }

  /** Noise of the width of the steps would move it below zero. */
  @Test
  void numbersNearerToZeroThanHalfAStepHaveNoLogarithm() throws IOException {
    for (double first : new double[] {0.03, 3}) {
      Random random = new Random(5);
      TableSource rows =
          Tables.of(
              "x",
              1_000,
              i -> List.of(i == 0 ? first : Math.rint(20 * Math.exp(random.nextGaussian())) + 1));
      TableColumn column = ALL.of(rows, Missing.REFUSE).modelled().get(0);
      assertEquals(first < 1 ? "real" : "count", column.kind().text());
    }
  }

  @Test
  void repeatedNumbersHavePointMasses() throws IOException {
    TableSchema schema = ALL.of(amounts(), Missing.REFUSE);
    TableColumn amount = schema.modelled().get(0);
    assertEquals("positive", amount.kind().text());
    assertEquals(List.of(0.0), amount.masses().values());
    assertTrue(schema.leavesOutNumbers() && !schema.isNumeric());
    assertEquals(0, amount.parse("0"));
    assertEquals(
        "column amount: got \"-1\", expected a number above zero, or zero (its kind is positive)",
        Expect.message(IllegalArgumentException.class, () -> amount.parse("-1")));
    assertEquals(schema, TableSchema.of(schema.entries()));
  }

  /**
   * Returns a table of rows in 90 schools.
   *
   * @param apart the distance between the numbers of two schools
   * @param alone the number of rows for each row whose school has no other
   */
  private static TableSource schools(int apart, int alone) {
    return Tables.of(
        "school,share,y",
        900,
        i -> {
          int school = i % alone == 0 ? 100 + i : i % 90;
          return List.of(1_000 + apart * school, Math.sin(i / 10 % 90), Math.cos(i));
        });
  }

  private static List<Integer> levels(TableScan scan, TableSource rows) throws IOException {
    return scan.withRepeats(Repeats.LEVEL).of(rows, Missing.REFUSE).modelled().stream()
        .map(column -> column.masses().values().size())
        .toList();
  }

  @Test
  void fewOfManyNumbersAreLevelsBesideOtherColumns() throws IOException {
    TableSource rows = schools(317, 100);
    assertEquals(List.of(99, 90, 0), levels(ALL, rows));
    assertEquals(List.of(99, 0), levels(ALL.withGiven(List.of("share")), rows));
    assertEquals(List.of(0), levels(ALL.withModelled(List.of("school")), rows), "alone");
    assertEquals(List.of(0, 90, 0), levels(ALL, schools(20, 100)), "a flow learns 16,384 steps");
    assertEquals(List.of(0, 90, 0), levels(ALL, schools(317, 15)), "rows of schools of their own");
  }

  /** No sum of draws with many decimals is a level. */
  @Test
  void drawsOfASumMayBeBetweenItsLevels() throws IOException {
    TableSource rows =
        Tables.of(
            "total,a,b",
            900,
            i -> {
              long total = Math.round(1e9 * (2 + Math.sin(i % 90)));
              long a = total * (50 + i) / 1_000;
              return List.of(total / 1e7, a / 1e7, (total - a) / 1e7);
            });
    TableSchema schema = ALL.withRepeats(Repeats.LEVEL).of(rows, Missing.REFUSE);
    TableColumn total = schema.derived().get(0).column();
    assertEquals(90, total.masses().values().size());
    assertTrue(total.hasMassOfData(123.4567891));
  }

  private static int levels(int rows, IntToDoubleFunction value) {
    ValueCounts counts = new ValueCounts();
    IntStream.range(0, rows).mapToDouble(value).forEach(counts::add);
    return counts.levels(0).size();
  }

  @Test
  void levelsAreIrregularAndHaveRows() {
    assertEquals(256, levels(1_024, i -> Math.sin(i % 256)));
    assertEquals(0, levels(1_023, i -> Math.sin(i % 256)), "fewer than four rows each");
    assertEquals(0, levels(2_000, i -> Math.sin(i % 257)), "too many for outcomes");
    assertEquals(0, levels(1_024, i -> i % 256 / 3.0), "a grid");
    assertEquals(0, levels(1_024, i -> i % 64 / 3.0 + i % 3 * 1e-14), "a grid, but for rounding");
    assertEquals(0, levels(1_024, i -> 1 / 3.0), "a constant");
  }

  private static int levels(TableFit fit) throws IOException {
    return fit.parts().table().schema().modelled().get(0).masses().values().size();
  }

  @Test
  void fitsFindLevelsByDefault() throws IOException {
    TableFit fit = TableFit.of(schools(317, 100));
    assertEquals(99, levels(fit));
    assertEquals(0, levels(fit.withRepeats(Repeats.MASS)));
    assertEquals(0, levels(fit.givenAny()));
    assertEquals(0, levels(fit.groupedBy("y")));
    assertEquals(0, levels(fit.predicting("school")));
  }

  @Test
  void levelsAreTheDefaultOfJointDensitiesOfSingleRows() {
    FlowFamily flow = FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE;
    Optional<String> groups = Optional.of("school");
    assertEquals(Repeats.LEVEL, flow.repeats(Conditioning.NONE, Optional.empty()));
    assertEquals(Repeats.MASS, flow.repeats(Conditioning.ANY, Optional.empty()));
    assertEquals(Repeats.MASS, flow.repeats(Conditioning.NONE, groups));
    assertEquals(Repeats.DENSITY, FlowFamily.GLOW.repeats(Conditioning.NONE, Optional.empty()));
  }

  @Test
  void repeatedNumbersHaveADensityIfWanted() throws IOException {
    TableSchema dense = ALL.withRepeats(Repeats.DENSITY).of(amounts(), Missing.REFUSE);
    assertTrue(dense.isNumeric());
    assertEquals("real", dense.modelled().get(0).kind().text());
    TableScan given = new TableScan(List.of("x"), List.of("amount"), List.of(), Map.of());
    assertTrue(given.of(amounts(), Missing.REFUSE).given().get(0).masses().isEmpty());
  }

  @Test
  void manyNotesOfAKindAreSummedUp() throws IOException {
    List<String> names = IntStream.range(0, 40).mapToObj(i -> "y" + (1980 + i)).toList();
    IntFunction<String> row =
        i -> i + IntStream.range(0, 40).mapToObj(k -> i > 0 ? "," : "," + k).collect(joining());
    assertEquals(
        List.of(
            "column y1980 is constant, 0 in every row that has a value: it is left out",
            "column y1981 is constant, 1 in every row that has a value: it is left out",
            "column y1982 is constant, 2 in every row that has a value: it is left out",
            "similarly for 37 further columns: " + Excerpt.of(names.subList(3, 40))),
        ALL.scanned(source("x," + String.join(",", names), row), Missing.MODEL).notes());
  }
}
