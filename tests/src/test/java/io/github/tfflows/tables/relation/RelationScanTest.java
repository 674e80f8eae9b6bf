package io.github.tfflows.tables.relation;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.requirement.Requirement;
import io.github.tfflows.tables.requirement.Requirements;
import io.github.tfflows.tables.scan.ScannedTable;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.testing.Serialized;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelationScanTest {
  private static final int ROWS = 400;
  private static final List<String> GRADES = List.of("A", "B", "C");
  private static final List<String> WORDS = List.of("good", "fair", "poor");

  private static String text(double value, int decimals) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }

  /** Columns of which all but celsius, grade, day and odd follow from others. */
  private static List<List<String>> rows() {
    Random random = new Random(3);
    return Tables.rows(
        ROWS,
        i -> {
          double celsius = Math.rint(100 * random.nextGaussian()) / 10;
          int grade = random.nextInt(3);
          LocalDate day = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(400));
          double odd = random.nextGaussian();
          return List.of(
              text(celsius, 1),
              text(1.8 * celsius + 32, 2),
              -celsius,
              text(celsius, 1),
              GRADES.get(grade),
              WORDS.get(grade),
              10 * (grade + 1) * (grade + 1),
              day,
              day.plusDays(30),
              odd,
              odd / 3 - 7,
              2024);
        });
  }

  private static final List<String> NAMES =
      Tables.names("celsius,fahrenheit,minus,again,grade,word,points,day,due,odd,third,year");

  private static TableSource table(List<List<String>> rows) {
    return TableSources.of("t", NAMES, rows);
  }

  private static Map<String, Relation> relations(TableSchema schema) {
    return schema.derived().stream()
        .collect(Collectors.toMap(one -> one.column().name(), DerivedColumn::relation));
  }

  /** Regions are numbered without an order. */
  @Test
  void columnsThatFollowFromCodesAreNoted() throws IOException {
    IntFunction<List<?>> row =
        i -> {
          int store = i * 37 % 40;
          return List.of(300 + 7 * store, "r" + store * store % 7);
        };
    String columns = "store,region";
    TableSource source = Tables.of(columns, 5000, row);
    String note =
        "column region follows from column store in all rows, but not in draws: if the numbers of"
            + " store are codes, declare store=categorical";
    assertEquals(List.of(note), TableScan.all().inspected(source).notes());
    assertEquals(List.of(note), TableScan.all().scanned(source, Missing.MODEL).notes());
    List<?> odd = List.of(300, "r5");
    TableSource other = Tables.of(columns, 5001, i -> i < 5000 ? row.apply(i) : odd);
    assertEquals(List.of(), TableScan.all().inspected(other).notes());
  }

  private static List<String> notes(int rows, IntFunction<List<?>> row) throws IOException {
    return TableScan.all().inspected(Tables.of("person,age,site", rows, row)).notes();
  }

  /** Persons are named or numbered, with a few rows each. */
  @Test
  void columnsOfGroupsAreNoted() throws IOException {
    String note =
        "rows of the same person have the same age, site: if new rows have other values of person,"
            + " group the rows by it";
    IntFunction<List<?>> named =
        i -> List.of("p" + i % 300, 20 + i % 300 * 7919 % 50, "s" + i % 300 * 31 % 4);
    assertEquals(List.of(note), notes(1500, named));
    String codes =
        note
            + "; else declare person=categorical, for better predictions and for draws that keep this";
    IntFunction<List<?>> numbered =
        i -> List.of(1000 + 7 * (i % 300), 20 + i % 300 * 7919 % 50, "s" + i % 300 * 31 % 4);
    assertEquals(List.of(codes), notes(1500, numbered));
    TableScan given = new TableScan(List.of("site"), List.of("person", "age"), List.of(), Map.of());
    TableSource source = Tables.of("person,age,site", 1500, numbered);
    assertEquals(List.of(codes), given.inspected(source).notes(), "of given numbers");
  }

  /**
   * Eight sites, whose opening days, numbers and flags hold for all their rows, beside prices of
   * orders.
   */
  private static TableSource sites(IntUnaryOperator site) {
    Random random = new Random(4);
    List<List<?>> sites =
        IntStream.range(0, 8)
            .<List<?>>mapToObj(
                i ->
                    List.of(
                        LocalDate.of(2001, 3, 5).plusDays(371L * i * i + i % 5),
                        text(10 * random.nextGaussian(), 1),
                        "k" + i % 5 % 3,
                        i % 3 == 0 ? "yes" : "no",
                        i % 3 == 0 ? "yes" : "no"))
            .toList();
    return Tables.of(
        "site,opened,size,kind,open,staffed,count,total",
        ROWS,
        i -> {
          int count = 1 + random.nextInt(9);
          List<Object> row = new ArrayList<>(List.of(site.applyAsInt(i)));
          row.addAll(sites.get(i % 8));
          row.addAll(List.of(count, 3 * count + 2));
          return row;
        });
  }

  private static Set<String> derived(TableScan scan, TableSource table) throws IOException {
    return scan.of(table, Missing.MODEL).derived().stream()
        .map(one -> one.column().name())
        .collect(Collectors.toSet());
  }

  @Test
  void relationsOfFewGroupsAreChance() throws IOException {
    TableScan rows = TableScan.all().leavingOut(List.of("site"));
    TableScan groups = rows.groupedBy(Optional.of("site"));
    TableSource ofEight = sites(i -> i % 8);
    assertEquals(Set.of("kind", "staffed", "total"), derived(rows, ofEight));
    assertEquals(Set.of("total"), derived(groups, ofEight));
    TableSource ofMany = sites(i -> i % 48);
    assertEquals(Set.of("kind", "staffed", "total"), derived(groups, ofMany));
    TableSource ofNone = sites(i -> i);
    assertEquals(derived(rows, ofNone), derived(groups, ofNone));
  }

  /** The sites of each part are those of the others, too. */
  @Test
  void partsOfFewGroupsHaveNoRelations() throws IOException {
    for (int count : List.of(8, 24, 48)) {
      TableSource table = sites(i -> i % count);
      TableScan scan = TableScan.all().leavingOut(List.of("site")).groupedBy(Optional.of("site"));
      TableScan.Part whole = scan.begin("t", table.columns());
      List<TableScan.Part> parts = new ArrayList<>();
      try (RowCursor row = table.open()) {
        for (int i = 0; row.next(); i++) {
          whole.add(row);
          if (i % 10 == 0) {
            parts.add(scan.begin("t", table.columns()));
          }
          parts.get(i / 10).add(row);
        }
      }
      List<RelationScan> scans =
          IntStream.range(0, parts.size()).mapToObj(i -> whole.relations()).toList();
      try (RowCursor row = table.open()) {
        for (int i = 0; row.next(); i++) {
          scans.get(i / 10).add(row);
        }
      }
      TableScan.Part merged = parts.stream().reduce(TableScan.Part::mergedWith).orElseThrow();
      RelationScan relations = scans.stream().reduce(RelationScan::mergedWith).orElseThrow();
      assertEquals(
          scan.scanned(table, Missing.MODEL),
          merged.scanned(table.name(), Missing.MODEL, relations));
    }
  }

  /** Of eighty sites, three have a number, and another one that follows from it. */
  @Test
  void gapsOfGroupsAreNoEvidence() throws IOException {
    TableSource table =
        Tables.of(
            "site,a,b,c",
            1_600,
            i -> {
              int site = i % 80;
              return List.of(
                  site,
                  site < 3 ? site * site : "",
                  site < 3 ? 2 * site * site + 1 : "",
                  i * 7 % 31);
            });
    TableScan rows = TableScan.all().leavingOut(List.of("site"));
    assertEquals(Set.of("b"), derived(rows, table));
    assertEquals(Set.of(), derived(rows.groupedBy(Optional.of("site")), table));
  }

  @Test
  void rowsInGroupsAreNotGroupedOnceMore() throws IOException {
    TableSource table =
        Tables.of(
            "city,person,age",
            1_500,
            i -> List.of("c" + i % 7, 1000 + 7 * (i % 300), 20 + i % 300 * 7919 % 50));
    TableScan scan = TableScan.all().leavingOut(List.of("city")).groupedBy(Optional.of("city"));
    assertEquals(
        List.of(
            "column age follows from column person in all rows, but not in draws: if the numbers of"
                + " person are codes, declare person=categorical"),
        scan.inspected(table).notes());
  }

  /** The values of each pair of columns need memory, and are compared until the first conflict. */
  @Test
  void columnsOfNumbersThatDifferAreSoonNoCodes() {
    Random random = new Random(9);
    String columns =
        IntStream.range(0, 130).mapToObj(i -> "v" + i).collect(Collectors.joining(","));
    TableSource table =
        Tables.of(
            columns,
            2_500,
            i -> random.ints(130, 0, 1_000_000).boxed().collect(Collectors.toList()));
    List<String> notes =
        assertTimeout(Duration.ofSeconds(10), () -> TableScan.all().inspected(table).notes());
    assertEquals(List.of(), notes);
  }

  /** Each pair of unrelated columns would leave fewer numbers for the thirty ranges. */
  @Test
  void findsManyRangesAmongManyColumns() throws IOException {
    Random random = new Random(1);
    int others = 150;
    String columns =
        IntStream.range(0, others)
            .mapToObj(i -> "number%s,few%s".formatted(i, i))
            .collect(Collectors.joining(","));
    TableSource table =
        Tables.of(
            "score,band," + columns,
            3_000,
            i -> {
              int score = random.nextInt(3_000);
              List<Object> row = new ArrayList<>(List.of(score, "b" + 7 * (score / 100) % 11));
              for (int j = 0; j < others; j++) {
                row.add(random.nextInt(1_000_000));
                row.add(random.nextInt(3));
              }
              return row;
            });
    Map<String, Relation> found = relations(TableScan.all().scanned(table, Missing.MODEL).schema());
    assertEquals(Set.of("band"), found.keySet());
  }

  /** Towns with hundreds of rows each, and ones of which each has its own age. */
  @Test
  void columnsOfFewNamesOrOwnValuesAreNoGroups() throws IOException {
    IntFunction<List<?>> often = i -> List.of("p" + i % 20, 20 + i % 10, "s" + i / 7 % 4);
    assertEquals(List.of(), notes(2001, often));
    IntFunction<List<?>> few = i -> List.of("p" + i % 19, 20 + i % 19 / 2, "s" + i / 7 % 4);
    assertEquals(List.of(), notes(190, few));
    IntFunction<List<?>> own = i -> List.of("p" + i % 30, 20 + i % 30, "s" + i / 7 % 4);
    assertEquals(List.of(), notes(300, own));
  }

  @Test
  void findsColumnsThatFollowFromOthers() throws IOException {
    TableSchema schema = TableScan.all().of(table(rows()), Missing.MODEL);
    assertEquals(
        List.of("celsius", "grade", "day", "odd"),
        schema.modelled().stream().map(TableColumn::name).toList());
    assertEquals(NAMES, schema.written().stream().map(TableColumn::name).toList());
    Map<String, Relation> found = relations(schema);
    assertEquals(new Relation.Linear("celsius", 1.8, 32), found.get("fahrenheit"));
    assertEquals(new Relation.Linear("celsius", -1, 0), found.get("minus"));
    assertEquals(new Relation.Equal("celsius"), found.get("again"));
    assertEquals(
        new Relation.Renamed("grade", Map.of("A", "good", "B", "fair", "C", "poor")),
        found.get("word"));
    assertEquals(
        new Relation.Renamed("grade", Map.of("A", "10", "B", "40", "C", "90")),
        found.get("points"));
    assertEquals(new Relation.Shifted("day", Duration.ofDays(30)), found.get("due"));
    assertEquals(
        "is 0.25 seconds before column a",
        new Relation.Shifted("a", Duration.ofMillis(-250)).words());
    assertEquals(new Relation.Linear("odd", 1 / 3.0, -7), found.get("third"));
    assertEquals("is odd / 3 - 7", new Relation.Linear("odd", 1 / 3.0, -7).words());
    assertEquals("is 0.5 a", new Relation.Linear("a", 0.5, 0).words());
    assertEquals(new Relation.Constant("2024"), found.get("year"));
    assertEquals(schema, TableSchema.of(schema.entries()), "a description holds the relations");
  }

  /**
   * Shares and degrees that were in single precision, written with the digits of doubles. A
   * constant has more than six digits.
   */
  @Test
  void sumsAndLinesInSinglePrecisionAreFound() throws IOException {
    Random random = new Random(5);
    IntFunction<List<?>> row =
        i -> {
          float a = random.nextInt(4000) / 10_000f;
          float b = random.nextInt(4000) / 10_000f;
          float celsius = random.nextInt(400) / 10f;
          float depth = random.nextInt(40_000) / 10f;
          return List.of(
              (double) a,
              (double) b,
              (double) (float) (1 - (double) a - b),
              (double) celsius,
              (double) (1.8f * celsius + 32),
              (double) depth,
              (double) (float) (celsius + depth + 1234.567));
        };
    String columns = "a,b,rest,celsius,fahrenheit,depth,far";
    TableSchema schema = TableScan.all().of(Tables.of(columns, ROWS, row), Missing.MODEL);
    Relation sum = new Relation.Linear(List.of("rest", "b"), List.of(-1.0, -1.0), 1);
    Relation line = new Relation.Linear("celsius", 1.8, 32);
    Relation difference =
        new Relation.Linear(List.of("far", "depth"), List.of(1.0, -1.0), -1234.567);
    assertEquals(Map.of("a", sum, "fahrenheit", line, "celsius", difference), relations(schema));
    List<?> odd = List.of(0.25, 0.5, 0.2500004, 20, 68, 0, 1254.567);
    TableSource other = Tables.of(columns, ROWS + 1, i -> i < ROWS ? row.apply(i) : odd);
    assertEquals(
        Map.of("fahrenheit", line, "celsius", difference),
        relations(TableScan.all().of(other, Missing.MODEL)),
        "no error of single precision");
    try (TableReader reader =
        TableReader.open(Tables.of(columns, 50, row), schema, Reading.of(Missing.MODEL))) {
      assertEquals(50, reader.next().orElseThrow().data().count());
    }
  }

  /** Blocks of 256 bytes, which single precision holds, too. */
  @Test
  void sumsOfLargeWholeNumbersAreExact() throws IOException {
    Random random = new Random(6);
    IntFunction<List<?>> row =
        i -> {
          long a = 256L * random.nextInt(1 << 24);
          long b = 256L * random.nextInt(1 << 24);
          return List.of(a, b, a + b + (i == ROWS - 1 ? 256 : 0));
        };
    TableSchema schema = TableScan.all().of(Tables.of("a,b,total", ROWS, row), Missing.MODEL);
    assertEquals(Map.of(), relations(schema));
  }

  @Test
  void oneRowThatBreaksARelationMakesAColumnOfItsOwn() throws IOException {
    for (int column : new int[] {1, 2, 3, 5, 6, 8, 10, 11}) {
      List<List<String>> rows = new ArrayList<>(rows());
      List<String> row = new ArrayList<>(rows.get(ROWS - 2));
      String other = rows.get(ROWS - 1).get(column);
      boolean isSame = row.get(column).equals(other);
      row.set(column, column == 11 ? "2023" : isSame ? rows.get(0).get(column) : other);
      if (row.equals(rows.get(ROWS - 2))) {
        continue;
      }
      rows.set(ROWS - 2, row);
      TableSchema schema = TableScan.all().of(table(rows), Missing.MODEL);
      String measured = schema.measured(NAMES.get(column)); // that of a date is its distance
      assertTrue(
          schema.modelled().stream().anyMatch(one -> one.name().equals(measured)),
          NAMES.get(column));
    }
  }

  @Test
  void partsThatAreCheckedApartFindTheSame() throws Exception {
    assertPartsFindTheSame(NAMES, rows(), 150);
  }

  private static void assertPartsFindTheSame(List<String> names, List<List<String>> rows, int first)
      throws Exception {
    TableSource source = TableSources.of("t", names, rows);
    ScannedTable whole = TableScan.all().scanned(source, Missing.MODEL);
    TableScan.Part scan = TableScan.all().begin("t", names);
    try (RowCursor cursor = source.open()) {
      while (cursor.next()) {
        scan.add(cursor);
      }
    }
    RelationScan begun = scan.relations();
    List<RelationScan> parts = new ArrayList<>();
    for (List<List<String>> some :
        List.of(rows.subList(0, first), rows.subList(first, rows.size()))) {
      RelationScan part = Serialized.copy(begun);
      try (RowCursor cursor = TableSources.of("t", names, some).open()) {
        while (cursor.next()) {
          part.add(cursor);
        }
      }
      parts.add(Serialized.copy(part));
    }
    RelationScan merged = parts.get(0).mergedWith(parts.get(1));
    assertEquals(whole, scan.scanned("t", Missing.MODEL, merged));
  }

  @Test
  void gapsAreInTheSameRows() throws IOException {
    TableSource source =
        Tables.of(
            "x,same,other,town,code",
            ROWS,
            i -> {
              boolean isGap = i < 140 && i % 7 == 0;
              Object other = i < 140 && i % 7 == 1 ? "" : 3 * i * i;
              return isGap
                  ? List.of("", "", other, "", "")
                  : List.of(i * i, 2 * i * i, other, "town" + i % 2, "code" + i % 2);
            });
    TableSchema schema = TableScan.all().of(source, Missing.MODEL);
    Relation code = new Relation.Renamed("town", Map.of("town0", "code0", "town1", "code1"));
    assertEquals(Map.of("same", new Relation.Linear("x", 2, 0), "code", code), relations(schema));
    assertTrue(schema.derived().get(0).column().hasGaps());
  }

  private static Map<String, Relation> related(String columns, IntFunction<List<?>> row)
      throws IOException {
    TableSchema schema = TableScan.all().of(Tables.of(columns, ROWS, row), Missing.MODEL);
    assertEquals(schema, TableSchema.of(schema.entries()), "a description holds the relations");
    return relations(schema);
  }

  @Test
  void findsSumsOfTwoColumnsAndTakesNoneThatARowBreaks() throws IOException {
    for (int broken : new int[] {-1, 70, ROWS - 1}) {
      Random random = new Random(4);
      Map<String, Relation> found =
          related(
              "all,casual,clock,registered,hour,minute",
              i -> {
                int casual = random.nextInt(50);
                int registered = random.nextInt(300);
                int hour = random.nextInt(24);
                int minute = random.nextInt(60);
                int all = casual + registered + (i == broken ? 1 : 0);
                return List.of(all, casual, 100 * hour + minute, registered, hour, minute);
              });
      Map<String, Relation> expected = new HashMap<>();
      expected.put("clock", new Relation.Linear(List.of("hour", "minute"), List.of(100.0, 1.0), 0));
      if (broken < 0) {
        expected.put(
            "all", new Relation.Linear(List.of("casual", "registered"), List.of(1.0, 1.0), 0));
      }
      assertEquals(expected, found);
    }
  }

  private static final String ORDER = "count,price,total,share,net,tax,cm,kg,bmi,km,rate,hours";

  /** Orders and persons; products and quotients are rounded. */
  private static List<Object> order(Random random) {
    int count = 1 + random.nextInt(9);
    double price = rounded(20 * Math.exp(random.nextGaussian()), 2);
    double total = rounded(count * price, 2);
    double share = List.of(0.0, 0.05, 0.1, 0.2).get(random.nextInt(4));
    double net = rounded(total * (1 - share), 2);
    int cm = 150 + random.nextInt(50);
    double kg = rounded(40 + 60 * random.nextDouble(), 1);
    double km = rounded(1 + 500 * random.nextDouble(), 1);
    double hours = rounded(0.5 + 9 * random.nextDouble(), 2);
    return List.of(
        count,
        price,
        total,
        share,
        net,
        rounded(0.19 * net, 2),
        cm,
        kg,
        rounded(1e4 * kg / cm / cm, 1),
        km,
        km / hours,
        hours);
  }

  private static double rounded(double number, int decimals) {
    return Double.parseDouble(text(number, decimals));
  }

  private static Relation.Product product(double constant, Relation.Factor... factors) {
    return new Relation.Product(constant, List.of(factors));
  }

  private static Relation.Factor factor(String source, int power) {
    return new Relation.Factor(source, power);
  }

  @Test
  void findsProductsToTheDecimalsOfTheirColumnsAndTakesNoneThatARowBreaks() throws IOException {
    for (int broken : new int[] {-1, 70, ROWS - 1}) {
      Random random = new Random(8);
      Map<String, Relation> found =
          related(
              ORDER,
              i -> {
                List<Object> row = new ArrayList<>(order(random));
                row.set(2, rounded((double) row.get(2) + (i == broken ? 1 : 0), 2));
                row.set(8, rounded((double) row.get(8) + (i == broken ? 0.1 : 0), 1));
                return row;
              });
      Map<String, Relation> expected = new HashMap<>();
      expected.put("tax", product(0.19, factor("net", 1)));
      expected.put("rate", product(1, factor("km", 1), factor("hours", -1)));
      Relation.Factor rest = new Relation.Factor("share", 1, -1, 1);
      if (broken >= 0) {
        expected.put("net", product(1, factor("count", 1), factor("price", 1), rest));
      } else {
        expected.put("total", product(1, factor("count", 1), factor("price", 1)));
        expected.put("net", product(1, factor("total", 1), rest));
        expected.put("bmi", product(10_000, factor("cm", -2), factor("kg", 1)));
      }
      assertEquals(expected, found);
    }
  }

  private static final String PATIENT =
      "before,change,after,one,other,apart,kg,cm,bmi,q1,q2,q3,score,km,hours,speed";

  private static List<Object> patient(Random random) {
    double before = rounded(120 + 15 * random.nextGaussian(), 1);
    double change = rounded(8 * random.nextGaussian(), 1);
    int one = random.nextInt(500);
    int other = random.nextInt(500);
    double kg = rounded(50 + 40 * random.nextDouble(), 1);
    int cm = 150 + random.nextInt(50);
    int[] marks = random.ints(3, 0, 20).toArray();
    double km = rounded(1 + 90 * random.nextDouble(), 1);
    int hours = random.nextInt(9);
    List<Object> row = new ArrayList<>(List.of(before));
    row.addAll(withGaps(random, 1, change, rounded(before + change, 1)));
    row.addAll(withGaps(random, 2, one, other, one - other));
    row.addAll(withGaps(random, 2, kg, cm, rounded(1e4 * kg / cm / cm, 1)));
    row.addAll(withGaps(random, 3, marks[0], marks[1], marks[2], IntStream.of(marks).sum()));
    row.addAll(List.of(km, hours, hours == 0 ? "" : km / hours));
    return row;
  }

  /** Cells of which each of the first ones may be missing; then the last one is, too. */
  private static List<Object> withGaps(Random random, int terms, Object... cells) {
    List<Object> all = new ArrayList<>(List.of(cells));
    for (int i = 0; i < terms; i++) {
      if (random.nextInt(10) == 0) {
        all.set(i, "");
        all.set(all.size() - 1, "");
      }
    }
    return all;
  }

  @Test
  void aColumnIsMissingWithThoseItFollowsFrom() throws IOException {
    Map<String, Relation> expected = new HashMap<>();
    expected.put("after", new Relation.Linear(List.of("before", "change"), List.of(1.0, 1.0), 0));
    expected.put("apart", new Relation.Linear(List.of("one", "other"), List.of(1.0, -1.0), 0));
    expected.put("bmi", product(10_000, factor("kg", 1), factor("cm", -2)));
    List<Double> ones = List.of(1.0, 1.0, 1.0);
    expected.put("score", new Relation.Linear(List.of("q1", "q2", "q3"), ones, 0));
    expected.put("speed", product(1, factor("km", 1), factor("hours", -1)));
    List<String> names = Tables.names(PATIENT);
    for (String broken : List.of("", "after", "apart", "bmi", "score", "speed")) {
      Random random = new Random(7);
      Map<String, Relation> others = new HashMap<>(expected);
      others.remove(broken);
      Map<String, Relation> found =
          related(
              PATIENT,
              i -> {
                List<Object> row = patient(random);
                if (!broken.isEmpty() && i == ROWS - 1) {
                  int place = names.indexOf(broken);
                  row.set(place, row.get(place).equals("") ? 1 : "");
                }
                return row;
              });
      assertTrue(!broken.isEmpty() || found.equals(expected), found::toString);
      others.forEach((name, rule) -> assertEquals(rule, found.get(name)));
    }
  }

  private static final int GAPPED = 1_000;

  /** A table in which {@code share} of all cells are missing at random. */
  private static TableSource gapped(String columns, double share, IntFunction<List<?>> row) {
    Random random = new Random(8);
    return Tables.of(
        columns,
        GAPPED,
        i ->
            row.apply(i).stream()
                .map(cell -> random.nextDouble() < share ? "" : (Object) cell)
                .toList());
  }

  @Test
  void findsRelationsOfColumnsThatAreMissingInDifferentRows() throws IOException {
    Random random = new Random(9);
    TableSource table =
        gapped(
            "count,price,total,celsius,fahrenheit,a,b,c,all,twin,begin,minutes,end",
            0.15,
            i -> {
              int count = 1 + random.nextInt(9);
              int cents = 100 + random.nextInt(5_000);
              double celsius = rounded(15 + 8 * random.nextGaussian(), 1);
              int[] parts = random.ints(3, 0, 500).toArray();
              LocalDateTime begin =
                  LocalDateTime.of(2024, 1, 1, 0, 0).plusMinutes(random.nextInt(500_000));
              int minutes = random.nextInt(300);
              return List.of(
                  count,
                  cents / 100.0,
                  count * cents / 100.0,
                  celsius,
                  rounded(1.8 * celsius + 32, 2),
                  parts[0],
                  parts[1],
                  parts[2],
                  IntStream.of(parts).sum(),
                  parts[0],
                  begin,
                  minutes,
                  begin.plusMinutes(minutes));
            });
    ScannedTable scanned = TableScan.all().scanned(table, Missing.MODEL);
    Map<String, Relation> expected = new HashMap<>();
    expected.put("total", product(1, factor("count", 1), factor("price", 1)));
    expected.put("fahrenheit", new Relation.Linear("celsius", 1.8, 32));
    List<Double> ones = List.of(1.0, 1.0, 1.0);
    expected.put("all", new Relation.Linear(List.of("a", "b", "c"), ones, 0));
    expected.put("twin", new Relation.Equal("a"));
    expected.put("end", new Relation.Linear(List.of("begin", "minutes"), List.of(1.0, 60.0), 0));
    assertEquals(expected, relations(scanned.schema()));
    assertEquals(scanned.schema(), TableSchema.of(scanned.schema().entries()));
    List<Double> alone = scanned.schema().derived("total").orElseThrow().alone();
    alone.forEach(share -> assertEquals(0.15 / 0.85, share, 0.05, alone::toString));
    assertTrue(
        scanned.notes().stream().anyMatch(note -> note.startsWith("all, end, fahrenheit, total")),
        scanned.notes()::toString);
    TableSchema dropped = TableScan.all().of(table, Missing.DROP);
    assertEquals(expected, relations(dropped));
    assertTrue(dropped.derived().stream().noneMatch(DerivedColumn::hasOwnGaps), "no row has gaps");
  }

  /** Logarithms in single precision, and a monotone function that only interpolation describes. */
  @Test
  void aLogarithmThatIsMissingInOtherRowsFillsInItsNumber() throws IOException {
    Random random = new Random(22);
    TableSource table =
        gapped(
            "staff,log,hours,logHours,wage,odd",
            0.15,
            i -> {
              int staff = (int) Math.exp(2 + 4 * random.nextDouble());
              int hours = random.nextInt(300);
              double wage = rounded(20 + 40 * random.nextDouble(), 2);
              double odd = wage + Math.cos(wage / 20);
              return List.of(staff, logarithm(staff), hours, logarithm(1 + hours), wage, odd);
            });
    TableSchema schema = TableScan.all().of(table, Missing.MODEL);
    assertEquals(Set.of("log", "logHours"), relations(schema).keySet());
    assertTrue(schema.derived().stream().allMatch(DerivedColumn::hasOwnGaps));
    TableSource rows =
        Tables.of(
            "staff,log,hours,logHours,wage,odd",
            "100," + logarithm(100) + ",40," + logarithm(41) + ",,",
            "," + logarithm(100) + ",," + logarithm(41) + ",,",
            "100,,40,,,");
    Rows events = TableReader.readAll(rows, schema, Missing.MODEL).x();
    for (int row = 1; row < events.count(); row++) {
      assertArrayEquals(events.select(0).values(), events.select(row).values(), "row " + row);
    }
  }

  /** Of 15 numbers that their logarithms determine, some are beyond all that are there. */
  @ParameterizedTest
  @CsvSource({"2, true", "3, false"})
  void fewCellsMayBeBeyondTheOthers(int beyond, boolean isFilled) throws IOException {
    TableSource table =
        Tables.of(
            "staff,log",
            150,
            i -> {
              int staff = i % 10 == 0 && i < 10 * beyond ? 200 + i : 10 + i * 37 % 150;
              Object log = i % 10 == 5 ? "" : (Object) logarithm(staff);
              return List.of(i % 10 == 0 ? "" : staff, log);
            });
    Set<String> expected = isFilled ? Set.of("log") : Set.of();
    assertEquals(expected, relations(TableScan.all().of(table, Missing.MODEL)).keySet());
  }

  /** Any price leads to a total of zero. */
  @Test
  void aFactorBesideZeroIsNotFilledIn() throws IOException {
    Random random = new Random(15);
    TableSource table =
        Tables.of(
            "count,price,total",
            1_000,
            i -> {
              int count = i % 5;
              int price = 1 + random.nextInt(500);
              Object total = i % 10 == 1 ? "" : (Object) (count * price);
              return List.of(count, i % 10 == 0 ? "" : price, total);
            });
    TableSchema schema =
        TableScan.all()
            .requiring(Requirements.of(List.of("total = count * price"), table, Set.of()))
            .of(table, Missing.MODEL);
    assertEquals(List.of(0.125, 0.0, 0.0), schema.derived("total").orElseThrow().alone());
  }

  /** Zero has no logarithm, and 1 is between it and the least other number of the data. */
  @Test
  void squaresOfWhichSomeAreZeroFillInTheirNumbers() throws IOException {
    Random random = new Random(23);
    TableSource table =
        gapped(
            "years,square",
            0.15,
            i -> {
              int years = random.nextInt(5) == 0 ? 0 : 2 + random.nextInt(40);
              return List.of(years, years * years);
            });
    TableSchema schema = TableScan.all().of(table, Missing.MODEL);
    assertEquals(Set.of("square"), relations(schema).keySet());
    TableSource rows = Tables.of("years,square", "0,0", "0,", ",0", "1,1", "1,", ",1");
    Rows events = TableReader.readAll(rows, schema, Missing.MODEL).x();
    for (int row = 0; row < events.count(); row++) {
      float[] complete = events.select(row < 3 ? 0 : 3).values();
      assertArrayEquals(complete, events.select(row).values(), "row " + row);
    }
  }

  /** The mean of 15 such rows is then far from that of complete ones, whose numbers spread less. */
  @Test
  void oneRowWithAFilledCellMayHaveAFarNumber() throws IOException {
    TableSource table =
        Tables.of(
            "staff,log,land",
            150,
            i -> {
              int staff = 10 + i * 37 % 150;
              Object log = i % 10 == 5 ? "" : (Object) logarithm(staff);
              int land = i == 50 ? 10_000 : i * 17 % 41;
              return List.of(i % 10 == 0 ? "" : staff, log, land);
            });
    assertEquals(Set.of("log"), relations(TableScan.all().of(table, Missing.MODEL)).keySet());
  }

  private static double logarithm(int number) {
    return (float) Math.log(number);
  }

  /** The target is a sum, too, of a given column and one that is not in the table. */
  private static TableSource givenSums(IntFunction<Set<Integer>> missing) {
    Random random = new Random(17);
    return Tables.of(
        "y,a,b,sum",
        GAPPED,
        i -> {
          int a = random.nextInt(500);
          int b = random.nextInt(500);
          List<Object> row = new ArrayList<>(List.of(a + random.nextInt(500), a, b, a + b));
          missing.apply(i).forEach(place -> row.set(place, ""));
          return row;
        });
  }

  @Test
  void givenCellsAreFilledInByGivenOnes() throws IOException {
    TableScan scan = new TableScan(List.of(), List.of("a", "b", "sum"), List.of(), Map.of());
    TableSchema schema =
        scan.of(givenSums(i -> i % 9 < 3 ? Set.of(1 + i % 9) : Set.of()), Missing.MODEL);
    Relation sum = new Relation.Linear(List.of("a", "b"), List.of(1.0, 1.0), 0);
    assertEquals(Map.of("sum", sum), relations(schema));
    TableSource rows =
        Tables.of("y,a,b,sum", "1,200,100,300", "1,,100,300", "1,200,,300", "1,200,100,");
    Rows contexts = TableReader.readAll(rows, schema, Missing.MODEL).context();
    for (int row = 1; row < contexts.count(); row++) {
      assertArrayEquals(contexts.select(0).values(), contexts.select(row).values(), "row " + row);
    }
  }

  /** A model given terms alone would ignore the sum in the rows that lack both. */
  @Test
  void aGivenSumThatIsOftenWithoutItsTermsIsKept() throws IOException {
    TableScan scan = new TableScan(List.of(), List.of("a", "b", "sum"), List.of(), Map.of());
    TableSource often =
        givenSums(i -> i % 9 < 3 ? Set.of(1 + i % 9) : i % 90 == 3 ? Set.of(1, 2) : Set.of());
    assertEquals(Map.of(), relations(scan.of(often, Missing.MODEL)));
    TableSource rarely =
        givenSums(i -> i % 9 < 3 ? Set.of(1 + i % 9) : i % 900 == 3 ? Set.of(1, 2) : Set.of());
    assertEquals(Set.of("sum"), relations(scan.of(rarely, Missing.MODEL)).keySet());
  }

  /** A target does not follow from given columns where it alone is missing. */
  @Test
  void aTargetIsNotFilledIn() throws IOException {
    TableScan scan = new TableScan(List.of(), List.of("y", "b", "sum"), List.of(), Map.of());
    TableSource table = givenSums(i -> i % 9 < 3 ? Set.of(1 + i % 9) : Set.of());
    assertEquals(Map.of(), relations(scan.of(table, Missing.MODEL)));
  }

  /** A copy of {@code a} is missing with it, so that no other relation fills in {@code a}. */
  @Test
  void aColumnWhoseGapsAnotherOneSharesIsNotFilledIn() throws IOException {
    Random random = new Random(13);
    TableSource table =
        Tables.of(
            "a,copy,b,sum",
            GAPPED,
            i -> {
              int a = random.nextInt(500);
              int b = random.nextInt(500);
              Object sum = random.nextInt(6) == 0 ? "" : (Object) (a + b);
              return random.nextInt(6) == 0 ? List.of("", "", b, sum) : List.of(a, 2 * a, b, sum);
            });
    TableSchema schema = TableScan.all().of(table, Missing.MODEL);
    assertEquals(Map.of("copy", new Relation.Linear("a", 2, 0)), relations(schema));
    assertTrue(schema.derived().stream().noneMatch(DerivedColumn::hasOwnGaps));
  }

  /** Where {@code x} is missing, {@code y} has a decimal, which the rule of the others lacks. */
  @Test
  void aRuleHoldsWithTheDecimalsOfAllRows() throws IOException {
    Random random = new Random(15);
    TableSource table =
        Tables.of(
            "x,y",
            GAPPED,
            i -> {
              int x = random.nextInt(3_000);
              return switch (random.nextInt(6)) {
                case 0 -> List.of("", rounded(0.37 * x, 1));
                case 1 -> List.of(x, "");
                default -> List.of(x, Math.round(0.37 * x));
              };
            });
    assertEquals(Map.of(), relations(TableScan.all().of(table, Missing.MODEL)));
  }

  @Test
  void theGapsOfAColumnInTwoRelationsCountOnce() throws IOException {
    Random random = new Random(14);
    TableSource table =
        gapped(
            "a,b,sum,c,all",
            0.1,
            i -> {
              int[] terms = random.ints(3, 0, 500).toArray();
              int sum = terms[0] + terms[1];
              return List.of(terms[0], terms[1], sum, terms[2], sum + terms[2]);
            });
    TableSchema schema = TableScan.all().of(table, Missing.MODEL);
    assertEquals(Set.of("sum", "all"), relations(schema).keySet());
    long counted =
        schema.derived().stream()
            .flatMap(one -> one.alone().stream())
            .filter(rows -> rows > 0)
            .count();
    assertEquals(5, counted, "one for each column");
  }

  /** Each row of a table has a sum, but a missing cell is none that the others determine. */
  @Test
  void aMissingCellWithAMeaningIsNotFilledIn() throws IOException {
    Random random = new Random(10);
    IntFunction<List<?>> zeros =
        i -> {
          int a = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(500);
          int b = a > 0 && random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(500);
          return List.of(a == 0 ? "" : a, b == 0 ? "" : b, a + b);
        };
    IntFunction<List<?>> kinds =
        i -> {
          int a = random.nextInt(500);
          int b = random.nextInt(500);
          return i % 2 == 0 ? List.of(a, b, a + b) : List.of(a, 400 + b, "");
        };
    IntFunction<List<?>> broken =
        i -> {
          int a = random.nextInt(500);
          int b = random.nextInt(500);
          return List.of(random.nextInt(5) == 0 && i < 999 ? "" : a, b, a + b + (i == 999 ? 1 : 0));
        };
    IntFunction<List<?>> together =
        i -> {
          int a = random.nextInt(500);
          int b = random.nextInt(500);
          return random.nextInt(5) == 0 ? List.of(a, "", a + b) : List.of(a, b, a + b);
        };
    Random panel = new Random(11);
    TableSource shared =
        Tables.of(
            "a,b,sum,other",
            GAPPED,
            i -> {
              int a = panel.nextInt(500);
              int b = panel.nextInt(500);
              int other = panel.nextInt(500);
              return panel.nextInt(5) == 0 ? List.of(a, b, "", "") : List.of(a, b, a + b, other);
            });
    assertEquals(Map.of(), relations(TableScan.all().of(shared, Missing.MODEL)));
    assertEquals(
        Set.of("sum"),
        relations(TableScan.all().of(gapped("a,b,sum", 0, together), Missing.MODEL)).keySet());
    for (IntFunction<List<?>> rows : List.of(zeros, kinds, broken)) {
      TableSchema schema = TableScan.all().of(gapped("a,b,sum", 0, rows), Missing.MODEL);
      assertEquals(Map.of(), relations(schema));
    }
  }

  /** Draws of the sums could be negative. Of the terms, only one is missing with its sum. */
  @Test
  void aSumIsSolvedForAColumnThatIsMissingWithIt() throws IOException {
    Random random = new Random(7);
    TableSource source =
        Tables.of(
            "stock,change,left,one,other,both",
            ROWS,
            i -> {
              int stock = random.nextInt(100);
              int change = random.nextInt(100) - stock;
              List<Object> row = new ArrayList<>(List.of(stock));
              row.addAll(withGaps(random, 1, change, stock + change));
              int one = random.nextInt(100);
              int both = random.nextInt(100);
              row.addAll(withGaps(random, 2, one, both - one, both));
              return row;
            });
    TableScan counts = TableScan.all();
    for (String sum : List.of("left", "both")) {
      counts = counts.withKind(sum, new ColumnKind.Count());
    }
    ScannedTable found = counts.scanned(source, Missing.MODEL);
    assertEquals(
        Map.of("change", new Relation.Linear(List.of("stock", "left"), List.of(-1.0, 1.0), 0)),
        relations(found.schema()));
    String lost =
        "column both is one + other in all rows, but not in draws: requirements, declared kinds or"
            + " steps keep each of its columns in the model";
    assertTrue(found.notes().contains(lost), found.notes().toString());
  }

  private static Relation.RoundedSum rounded(
      List<String> sources, List<Double> slopes, double intercept) {
    return new Relation.RoundedSum(new Relation.Linear(sources, slopes, intercept));
  }

  /** Fahrenheit nearly determines Celsius; the last column is rounded down. */
  @Test
  void findsRoundedSumsAndTakesNoneThatARowBreaks() throws IOException {
    for (int broken : new int[] {-1, 70, ROWS - 1}) {
      Random random = new Random(5);
      Map<String, Relation> found =
          related(
              "low,high,fahrenheit,mean,pressure,noise,tens",
              i -> {
                double low = rounded(12 + 8 * random.nextGaussian(), 1);
                double high = rounded(low + 10 * random.nextDouble(), 1);
                double pressure = rounded(1000 + 20 * random.nextGaussian(), 0);
                double middle = (low + high) / 2 + (i == broken ? 0.11 : 0);
                return List.of(
                    low,
                    high,
                    rounded(1.8 * high + 32, 0),
                    rounded(middle, 1),
                    pressure,
                    rounded(random.nextGaussian(), 2),
                    (int) Math.floor(2 * pressure / 3 + low));
              });
      Map<String, Relation> expected = new HashMap<>();
      expected.put("fahrenheit", rounded(List.of("high"), List.of(1.8), 32));
      expected.put("tens", rounded(List.of("low", "pressure"), List.of(1.0, 2 / 3.0), -0.5));
      if (broken < 0) {
        expected.put("mean", rounded(List.of("low", "high"), List.of(0.5, 0.5), 0));
      }
      assertEquals(expected, found);
    }
    assertEquals(
        "is low + 2 pressure / 3 - 0.5, rounded",
        rounded(List.of("low", "pressure"), List.of(1.0, 2 / 3.0), -0.5).words());
  }

  /** Half of the means are halfway between two numbers. No mark is a sum: its rest is 0 or 1. */
  @ParameterizedTest
  @CsvSource({"0.5, 0.2", "0, -0.3"})
  void sumsHalfwayBetweenNumbersAreRoundedAsThoseOfTheData(double shift, double constant)
      throws IOException {
    Random random = new Random(7);
    Map<String, Relation> found =
        related(
            "first,second,mean",
            i -> {
              int first = random.nextInt(80);
              int second = random.nextInt(80);
              return List.of(first, second, (int) Math.floor((first + second) / 2.0 + shift));
            });
    assertEquals(
        Map.of("mean", rounded(List.of("first", "second"), List.of(0.5, 0.5), constant)), found);
  }

  /** A mark is twice the mean less the other mark, or one more. */
  @Test
  void aRestOfWholeStepsIsNoRounding() throws IOException {
    Random random = new Random(7);
    TableSource table =
        Tables.of(
            "first,second,mean",
            ROWS,
            i -> {
              int first = random.nextInt(80);
              int second = random.nextInt(80);
              return List.of(first, second, (first + second) / 2);
            });
    TableScan scan = TableScan.all().withGiven(List.of("mean"));
    assertEquals(Map.of(), relations(scan.of(table, Missing.MODEL)));
  }

  /** The other terms do not determine a fine column, which determines a coarse term. */
  @Test
  void ofColumnsThatFollowFromEachOtherTheFinestDoes() throws IOException {
    Random random = new Random(8);
    Map<String, Relation> found =
        related(
            "length,width,size,coarse,fine",
            i -> {
              double length = rounded(50 + 10 * random.nextGaussian(), 1);
              double width = rounded(20 + 5 * random.nextGaussian(), 1);
              double size = rounded(100 - 1.5 * length + 0.25 * width, 1);
              int coarse = random.nextInt(90);
              return List.of(length, width, size, coarse, rounded(0.7 * coarse + width / 3, 2));
            });
    assertEquals(
        Map.of(
            "size", rounded(List.of("length", "width"), List.of(-1.5, 0.25), 100),
            "fine", rounded(List.of("width", "coarse"), List.of(1 / 3.0, 0.7), 0)),
        found);
  }

  /** A fare is the total less the tip, too, and determines the distance. */
  @Test
  void theTermsOfASumFollowFromOtherColumnsThanTheSum() throws IOException {
    Random random = new Random(10);
    Map<String, Relation> found =
        related(
            "km,minutes,fare,tip,total",
            i -> {
              double km = rounded(Math.exp(1 + random.nextGaussian()), 2);
              double minutes = rounded(1 + 30 * random.nextDouble(), 1);
              double fare = rounded(2.5 + 1.2 * km + 0.3 * minutes, 2);
              double tip = rounded(5 * random.nextDouble(), 2);
              return List.of(km, minutes, fare, tip, rounded(fare + tip, 2));
            });
    assertEquals(
        Map.of(
            "fare",
            rounded(List.of("km", "minutes"), List.of(1.2, 0.3), 2.5),
            "total",
            new Relation.Linear(List.of("fare", "tip"), List.of(1.0, 1.0), 0)),
        found);
  }

  /** Two in three rows are halfway between two values of a term, given the other one and a mean. */
  @Test
  void twoMeansOfTheSameColumnsFollowFromThese() throws IOException {
    Random random = new Random(9);
    Map<String, Relation> found =
        related(
            "first,second,weighted,plain",
            i -> {
              double first = rounded(50 + 10 * random.nextGaussian(), 1);
              double second = rounded(20 + 5 * random.nextGaussian(), 1);
              double weighted = rounded((first + 2 * second) / 3, 1);
              return List.of(first, second, weighted, rounded((first + second) / 2, 1));
            });
    List<String> both = List.of("first", "second");
    assertEquals(
        Map.of(
            "weighted", rounded(both, List.of(1 / 3.0, 2 / 3.0), 0),
            "plain", rounded(both, List.of(0.5, 0.5), 0)),
        found);
  }

  /** Rounding leaves the constant of products of small numbers open, unless they are exact. */
  @Test
  void productsOfSmallNumbersAreExact() throws IOException {
    Random random = new Random(16);
    Map<String, Relation> found =
        related(
            "boxes,each,all",
            i -> {
              int boxes = 1 + random.nextInt(6);
              int each = 1 + random.nextInt(8);
              return List.of(boxes, each, boxes * each);
            });
    assertEquals(Map.of("all", product(1, factor("boxes", 1), factor("each", 1))), found);
  }

  /** Years that hardly vary, whose factor is lost in the rounding of small whole numbers. */
  @Test
  void aFactorWithinTheErrorsOfRoundingIsNone() throws IOException {
    Random random = new Random(5);
    Map<String, Relation> found =
        related(
            "year,grams,kilograms",
            i -> {
              int kilograms = random.nextInt(100);
              int grams = 1000 * kilograms + random.nextInt(7) - 3;
              return List.of(2021 + random.nextInt(4), grams, kilograms);
            });
    assertTrue(found.values().stream().noneMatch(one -> one.sources().contains("year")));
  }

  /** Of numbers with more digits than single precision, all need to agree. */
  @Test
  void numbersThatDifferInTheirLastDigitsAreNoProduct() throws IOException {
    Random random = new Random(15);
    Map<String, Relation> found =
        related(
            "start,end,east,measured,single,third",
            i -> {
              double start = 2_459_000 + 10 * random.nextDouble();
              double east = 4e5 + random.nextDouble();
              float single = (float) (random.nextDouble() * 1e3);
              return List.of(
                  text(start, 7),
                  text(start + 0.1 + random.nextDouble(), 7),
                  text(east, 6),
                  text(east + random.nextGaussian() / 20, 6),
                  i % 2 == 0 ? "" + single : "" + (double) single,
                  "" + single / 3);
            });
    assertEquals(Map.of("single", product(3, factor("third", 1))), found);
  }

  @Test
  void productsReadAsTheyAreRequired() {
    Map<String, Relation.Product> all =
        Map.of(
            "10000 * kg / cm^2", product(10_000, factor("cm", -2), factor("kg", 1)),
            "a * (1 - b)", product(1, factor("a", 1), new Relation.Factor("b", 1, -1, 1)),
            "a * (1 + 0.01 * b)", product(1, factor("a", 1), new Relation.Factor("b", 1, 0.01, 1)),
            "a * b / 90", product(1 / 90.0, factor("a", 1), factor("b", 1)),
            "1 / a", product(1, factor("a", -1)));
    List<String> columns = List.of("a", "b", "c", "kg", "cm");
    all.forEach(
        (words, product) -> {
          assertEquals("is " + words, product.words());
          Requirement.Equation read =
              (Requirement.Equation) Requirement.parse("c = " + words, columns).get(0);
          assertEquals("c", read.column());
          assertEquals(product.words(), read.rule().words());
        });
  }

  @Test
  void aDistanceInAFormulaIsInParentheses() {
    assertEquals("is (b - a) / 60", new Relation.Linear("b - a", 1 / 60.0, 0).words());
    assertEquals("is 3 / (b - a)", product(3, factor("b - a", -1)).words());
  }

  @Test
  void findsAColumnThatIsAConstantLessOthers() throws IOException {
    Relation rest = new Relation.Linear(List.of("sand", "silt"), List.of(-1.0, -1.0), 100);
    assertEquals("is 100 - sand - silt", rest.words());
    for (int broken : new int[] {-1, 70}) {
      Random random = new Random(14);
      Map<String, Relation> found =
          related(
              "sand,silt,clay",
              i -> {
                int sand = random.nextInt(60);
                int silt = random.nextInt(40);
                return List.of(sand, silt, 100 - sand - silt - (i == broken ? 1 : 0));
              });
      assertEquals(broken < 0 ? Map.of("clay", rest) : Map.of(), found);
    }
  }

  @Test
  void findsASumOfAGivenColumn() throws IOException {
    Random random = new Random(15);
    TableSource table =
        Tables.of(
            "goods,gifts,all",
            ROWS,
            i -> {
              int goods = random.nextInt(60);
              int gifts = random.nextInt(40);
              return List.of(goods, gifts, goods + gifts);
            });
    assertEquals(
        Map.of("goods", new Relation.Linear(List.of("all", "gifts"), List.of(1.0, -1.0), 0)),
        relations(TableScan.all().withGiven(List.of("all")).of(table, Missing.MODEL)));
  }

  /** Shares that add up to one: two large ones, and others that are small in most rows. */
  private static IntFunction<List<?>> shares(int count, double unit) {
    Random random = new Random(4);
    return i -> {
      List<Object> shares = new ArrayList<>();
      int tail = random.nextInt(100_000);
      int rest = 100_000 - tail;
      for (int share = 2; share < count; share++) {
        int small = (int) (rest * random.nextDouble() * (i % 5 == 0 ? 1 : 0.1));
        rest -= small;
        shares.add(small * unit / 1e5);
      }
      shares.addAll(0, List.of(tail / 1e5, rest / 1e5));
      return shares;
    };
  }

  /** The error of a large share would hide a share that is nearly zero in most rows. */
  @Test
  void ofSharesTheOneThatVariesMostFollows() throws IOException {
    for (double unit : new double[] {1, 1e5}) {
      for (int count : new int[] {3, 4}) {
        List<String> names = List.of("tail,most,less,least".split(",")).subList(0, count);
        List<String> others = names.stream().filter(name -> !name.equals("most")).toList();
        List<Double> factors = new ArrayList<>(Collections.nCopies(count - 1, -1 / unit));
        factors.set(0, -1.0);
        assertEquals(
            Map.of("most", new Relation.Linear(others, factors, 1)),
            related(String.join(",", names), shares(count, unit)));
      }
    }
  }

  @Test
  void ofSharesNoneThatIsGivenOrHasFewerGapsFollows() throws IOException {
    for (boolean isGiven : new boolean[] {true, false}) {
      Random random = new Random(4);
      TableSource table =
          Tables.of(
              "least,less,more,most",
              ROWS,
              i -> {
                int level = 5 * random.nextInt(100);
                int less = level + random.nextInt(30);
                int more = level + random.nextInt(20);
                int least = random.nextInt(3);
                boolean isGap = !isGiven && i % 3 == 0;
                int most = 2_000 - less - more - least;
                return List.of(isGap ? "" : least, less, isGap ? "" : more, most);
              });
      TableScan scan = TableScan.all().withGiven(isGiven ? List.of("most") : List.of());
      assertEquals(Set.of("more"), relations(scan.of(table, Missing.MODEL)).keySet());
    }
  }

  /** A total of four, a share that completes others, and one of four that is marked. */
  @Test
  void findsSumsOfManyColumnsAndTakesNoneThatARowBreaks() throws IOException {
    for (int change = 0; change < 2; change++) {
      Random random = new Random(4);
      int error = change;
      Map<String, Relation> found =
          related(
              "food,rent,total,fuel,other,east,north,south,west",
              i -> {
                int[] costs = random.ints(4, 0, 900).toArray();
                int total = IntStream.of(costs).sum() + (i == 399 ? error : 0);
                int region = random.nextInt(4);
                List<Object> row =
                    new ArrayList<>(List.of(costs[0], costs[1], total, costs[2], costs[3]));
                IntStream.range(0, 4).forEach(r -> row.add(r == region ? 1 : 0));
                return row;
              });
      Relation.Linear west =
          new Relation.Linear(List.of("east", "north", "south"), List.of(-1.0, -1.0, -1.0), 1);
      Relation.Linear total =
          new Relation.Linear(
              List.of("food", "rent", "fuel", "other"), List.of(1.0, 1.0, 1.0, 1.0), 0);
      assertEquals(
          change == 0 ? Map.of("total", total, "west", west) : Map.of("west", west), found);
    }
  }

  @Test
  void findsTimesBetweenMomentsInTheirUnits() throws IOException {
    Random random = new Random(16);
    Map<String, Relation> found =
        related(
            "left,minutes,came,day,days,due,clock",
            i -> {
              int minutes = 20 + random.nextInt(90);
              LocalDateTime left =
                  LocalDateTime.of(2024, 3, 1, 0, 0).plusMinutes(random.nextInt(90_000));
              LocalDate day = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(400));
              int days = random.nextInt(30);
              return List.of(
                  left,
                  minutes,
                  left.plusMinutes(minutes),
                  day,
                  days,
                  day.plusDays(days - 1),
                  left.toLocalTime());
            });
    assertEquals(
        Map.of(
            "came", new Relation.Linear(List.of("left", "minutes"), List.of(1.0, 60.0), 0),
            "due", new Relation.Linear(List.of("day", "days"), List.of(1.0, 1.0), -1)),
        found);
  }

  @Test
  void findsNumbersThatAreLinearInDatesAndTimestamps() throws IOException {
    Random random = new Random(16);
    Map<String, Relation> found =
        related(
            "serial,day,hours,at,clock",
            i -> {
              int days = random.nextInt(1500);
              LocalDate day = LocalDate.EPOCH.plusDays(16_000 + days);
              int hours = random.nextInt(9000);
              LocalDateTime at = LocalDateTime.of(2024, 1, 1, 0, 0).plusHours(hours);
              return List.of(41_569 + days, day, hours, at, at.toLocalTime());
            });
    assertEquals(
        Map.of(
            "serial", new Relation.Linear("day", 1, 25_569),
            "hours", new Relation.Linear("at", 1 / 3600.0, -473_352)),
        found);
  }

  private static TableSource years(int different, double change) {
    return Tables.of(
        "day,year,x",
        ROWS,
        i -> {
          LocalDate day = LocalDate.of(2023, 9, 1).plusDays(i * 7 % different);
          double year = day.getYear() + (day.getDayOfYear() - 1.0) / day.lengthOfYear();
          return List.of(day, text(year + (i == ROWS - 1 ? change : 0), 6), i * i % 17);
        });
  }

  /** A series that has each date once may rise by chance. */
  @Test
  void findsMonotoneFunctionsOfDatesThatRepeat() throws IOException {
    TableSchema schema = TableScan.all().of(years(200, 0), Missing.MODEL);
    assertEquals(Set.of("year"), relations(schema).keySet());
    assertEquals(schema, TableSchema.of(schema.entries()));
    DerivedColumn year = schema.derived().get(0);
    assertEquals("rises with column day alone", year.relation().words());
    List<TableColumn> day = List.of(schema.modelled().get(0));
    assertEquals(2024.081967, year.value(day, List.of("2024-01-31")));
    assertEquals("2024-01-31", year.sourceOf(day.get(0), 2024.081967));
    assertTrue(year.agree(day, List.of("2024-01-31"), 2024.081967));
    assertFalse(year.agree(day, List.of("2024-01-31"), 2024.09));
    assertEquals(Map.of(), relations(TableScan.all().of(years(200, 1e-3), Missing.MODEL)));
    assertEquals(Map.of(), relations(TableScan.all().of(years(397, 0), Missing.MODEL)));
  }

  @Test
  void findsWholeMinutesAndHoursOfSeconds() throws IOException {
    Random random = new Random(16);
    Map<String, Relation> found =
        related(
            "start,seconds,minutes,whole,hours",
            i -> {
              int seconds = random.nextInt(90_000);
              LocalDateTime start =
                  LocalDateTime.of(2024, 3, 1, 0, 0).plusSeconds(random.nextInt(30_000_000));
              return List.of(
                  start, seconds, seconds / 60, seconds / 3600, rounded(seconds / 3600.0, 1));
            });
    assertEquals(
        Map.of(
            "minutes", rounded(List.of("seconds"), List.of(1 / 60.0), -0.5),
            "whole", rounded(List.of("seconds"), List.of(1 / 3600.0), -0.5),
            "hours", product(1 / 3600.0, factor("seconds", 1))),
        found);
    assertEquals("is seconds / 60 - 0.5, rounded", requireNonNull(found.get("minutes")).words());
  }

  /** Numbers that vary little beside their size, and a first row that does not resemble them. */
  @Test
  void sumsOfLargeNumbersAreExact() throws IOException {
    Relation sum = new Relation.Linear(List.of("x", "z"), List.of(2.0, 0.07), 0.5);
    for (int first : new int[] {0, 1_000_000}) {
      Random random = new Random(17);
      Map<String, Relation> found =
          related(
              "x,z,y",
              i -> {
                int x = i == 0 ? first : 1_000_000 + random.nextInt(300);
                int z = i == 0 ? first : 1_000_000 + random.nextInt(300);
                return List.of(x, z, (200L * x + 7L * z + 50) / 100.0);
              });
      assertEquals(Map.of("y", sum), found);
    }
  }

  /** Constants of ten digits, such as seconds since 1970, are exact, too. */
  @Test
  void sumsMayHaveLargeConstants() throws IOException {
    Random random = new Random(5);
    Map<String, Relation> found =
        found(
            "day,hour,epoch",
            400,
            i -> {
              long day = random.nextInt(366);
              long hour = random.nextInt(24);
              return List.of(day, hour, 86_400 * day + 3_600 * hour + 1_577_836_800);
            });
    Relation sum =
        new Relation.Linear(List.of("day", "hour"), List.of(86_400.0, 3_600.0), 1_577_836_800);
    assertEquals(Map.of("epoch", sum), found);
  }

  /** Moments in nanoseconds of one second, and two orders of the same numbers. */
  @Test
  void columnsThatVaryLittleBesideTheirSizeFollowFromNoOthers() throws IOException {
    Random random = new Random(1);
    List<Long> order = new ArrayList<>(LongStream.range(0, ROWS).boxed().toList());
    Collections.shuffle(order, random);
    Map<String, Relation> found =
        related(
            "id,share,flag,far,rank,at",
            i ->
                List.of(
                    i,
                    random.nextDouble(),
                    random.nextInt(2),
                    1_000_000_000_000L + random.nextInt(500),
                    1_000_000_000_000_000L + order.get(i),
                    1_700_000_000_000_000_000L + random.nextInt(1_000_000_000)));
    assertEquals(Map.of(), found);
  }

  /**
   * Nanoseconds since a start and seconds of a clock, beside numbers that have no part in these.
   */
  @Test
  void anErrorOfRoundingIsNoTermOfASum() throws IOException {
    Random random = new Random(1);
    Map<String, Relation> found =
        related(
            "ns,s,noise",
            i -> {
              long second = random.nextInt(100);
              return List.of(1_000_000_000 * second, second + 150, random.nextGaussian());
            });
    assertEquals(Map.of("s", new Relation.Linear("ns", 1e-9, 150)), found);
    Map<String, Relation> far =
        related(
            "x,far,noise",
            i -> {
              double x = random.nextGaussian();
              return List.of(x, 1e9 + x, random.nextGaussian());
            });
    assertEquals(Set.of("far"), far.keySet());
  }

  /** Totals of ten or eleven digits, which miss their sum by their last one. */
  @Test
  void sumsHoldToTheSamePrecisionWhenRowsAreRead() throws IOException {
    for (int digits : new int[] {8, 10, 11, 12, 15}) {
      Random random = new Random(5);
      MathContext places = new MathContext(digits);
      List<List<String>> rows =
          Tables.rows(
              ROWS,
              i -> {
                BigDecimal x = new BigDecimal(100 * random.nextDouble()).round(places);
                BigDecimal z = new BigDecimal(30 * random.nextDouble()).round(places);
                return List.of(x, z, x.add(z).round(places));
              });
      TableSource source = TableSources.of("t", List.of("x", "z", "y"), rows);
      TableSchema schema = TableScan.all().of(source, Missing.MODEL);
      assertEquals(digits == 15 ? 1 : 0, schema.derived().size(), digits + " digits");
      List<TableColumn> sources = List.of(schema.modelled().get(0), schema.modelled().get(1));
      for (List<String> row : rows) {
        List<Object> of = List.of(Double.valueOf(row.get(0)), Double.valueOf(row.get(1)));
        Object y = Double.valueOf(row.get(2));
        assertTrue(schema.derived().stream().allMatch(one -> one.agree(sources, of, y)));
      }
    }
  }

  /** Of whole numbers, half of a sum is not always a whole number, but its double is. */
  @Test
  void sumsAreSolvedForAColumnWhoseStepsTheyKeep() throws IOException {
    Random random = new Random(9);
    assertEquals(
        Map.of("first", new Relation.Linear(List.of("half", "second"), List.of(2.0, -1.0), 0)),
        related(
            "first,second,half",
            i -> {
              int half = random.nextInt(60);
              int second = random.nextInt(9);
              return List.of(2 * half - second, second, half);
            }));
  }

  @Test
  void aSumOfAColumnThatFollowsFromAnotherFollowsToo() throws IOException {
    Random random = new Random(6);
    Map<String, Relation> found =
        related(
            "x,twice,y,sum",
            i -> {
              int x = random.nextInt(90);
              int y = random.nextInt(90);
              return List.of(x, 2 * x, y, 2 * x + y);
            });
    assertEquals(new Relation.Linear("x", 2, 0), found.get("twice"));
    assertEquals(2, Optional.ofNullable(found.get("sum")).orElseThrow().sources().size());
  }

  /**
   * Wages, their logarithms, a falling and another rising function; the last row may have another
   * logarithm.
   */
  private static TableSource wages(double change) {
    Random random = new Random(6);
    return Tables.of(
        "wage,log,falling,odd,other",
        150,
        i -> {
          double wage = 20 + random.nextInt(60) + 0.25 * random.nextInt(4);
          double log = Math.log(wage) + (i == 149 ? change : 0);
          double odd = wage + Math.cos(wage / 20);
          return List.of(wage, log, Math.exp(-wage / 20), odd, random.nextGaussian());
        });
  }

  @Test
  void findsMonotoneFunctionsAndInterpolatesThem() throws IOException {
    TableSchema schema = TableScan.all().of(wages(0), Missing.MODEL);
    Map<String, Relation> found = relations(schema);
    assertEquals(Set.of("log", "falling", "odd"), found.keySet());
    assertEquals("rises with column wage alone", requireNonNull(found.get("log")).words());
    assertEquals("falls with column wage alone", requireNonNull(found.get("falling")).words());
    assertEquals(schema, TableSchema.of(schema.entries()), "a description holds the functions");
    TableColumn wage = schema.modelled().get(0);
    Map<String, DoubleUnaryOperator> exact =
        Map.of(
            "log", Math::log, "falling", x -> Math.exp(-x / 20), "odd", x -> x + Math.cos(x / 20));
    for (DerivedColumn column : schema.derived()) {
      DoubleUnaryOperator function = requireNonNull(exact.get(column.column().name()));
      for (double known : ((Relation.Curve) column.relation()).from()) {
        double value = function.applyAsDouble(known);
        assertEquals(value, column.value(List.of(wage), List.of(known)));
        assertEquals(known, (double) column.sourceOf(wage, value), 1e-9);
      }
      double value = function.applyAsDouble(50.125);
      double interpolated = (double) column.value(List.of(wage), List.of(50.125));
      boolean isOdd = column.column().name().equals("odd");
      assertEquals(value, interpolated, (isOdd ? 1e-3 : 1e-13) * value);
      assertTrue(column.agree(List.of(wage), List.of(50.125), function.applyAsDouble(50.1)));
      assertFalse(column.agree(List.of(wage), List.of(50.125), function.applyAsDouble(70)));
    }
    Map<String, Relation> broken = relations(TableScan.all().of(wages(1e-4), Missing.MODEL));
    assertEquals(Set.of("falling", "odd"), broken.keySet(), "one row does not follow");
  }

  @Test
  void aLogarithmOfASumFollowsToo() throws IOException {
    Random random = new Random(6);
    Map<String, Relation> found =
        related(
            "salary,benefits,total,log",
            i -> {
              int salary = 100 + random.nextInt(900);
              int benefits = 10 + random.nextInt(90);
              int total = salary + benefits;
              return List.of(salary, benefits, total, Math.log(total));
            });
    assertEquals(2, requireNonNull(found.get("total")).sources().size());
    assertEquals("rises with column total alone", requireNonNull(found.get("log")).words());
  }

  /** A table in single precision, whose percentages are rounded products. */
  @Test
  void aLogarithmAgreesWithAProductInSinglePrecision() throws IOException {
    Random random = new Random(6);
    IntFunction<List<?>> row =
        i -> {
          float share = random.nextInt(1, 9000) / 9001f;
          float percent = (float) (100 * (double) share);
          return List.of((double) percent, (double) (float) Math.log(percent), (double) share);
        };
    TableSource table = Tables.of("percent,log,share", ROWS, row);
    TableSchema schema = TableScan.all().of(table, Missing.MODEL);
    DerivedColumn log =
        schema.derived().stream()
            .filter(one -> one.column().name().equals("log"))
            .findFirst()
            .orElseThrow();
    assertEquals("rises with column percent alone", log.relation().words());
    Relation.Curve curve = (Relation.Curve) log.relation();
    double known = curve.from().get(9);
    List<TableColumn> source = List.of(log.column()); // without decimals, as percent is
    assertTrue(log.agree(source, List.of(known * (1 + 3e-8)), curve.to().get(9)));
    assertFalse(log.agree(source, List.of(known * (1 + 3e-8)), curve.to().get(9) + 1));
  }

  @Test
  void findsFunctionsOfFewNumbersAndOfNumbersThatTheFirstRowsLack() throws IOException {
    Random random = new Random(6);
    Map<String, Relation> found =
        related(
            "years,square,scrap,log,chance,order",
            i -> {
              int years = 6 + random.nextInt(5);
              double scrap = i % 20 == 0 ? 1 + random.nextInt(90) : Double.NaN;
              double order = i < 390 ? Double.NaN : i;
              return List.of(years, years * years, scrap, Math.log(scrap), order, Math.sqrt(order));
            });
    assertEquals(Set.of("square", "log"), found.keySet());
  }

  /** A handful of numbers has more digits than the others, none of which is on steps. */
  @Test
  void findsFunctionsOfNumbersWithManyDigits() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    Random random = new Random(6);
    for (int i = 0; i < 2000; i++) {
      double wage = i == 7 ? 0.123456789012345 : Math.rint(1e8 * (1 + random.nextInt(90))) / 7e8;
      wage = i == 7 ? wage : new BigDecimal(wage).setScale(9, RoundingMode.HALF_UP).doubleValue();
      rows.add(List.of("" + wage, "" + Math.log(wage)));
    }
    TableSource table = TableSources.of("t", List.of("wage", "log"), rows);
    assertEquals(Set.of("log"), relations(TableScan.all().of(table, Missing.MODEL)).keySet());
  }

  /** The value at 9 is next to that at 8, and far from that at 10. */
  @Test
  void aNumberBetweenKnownOnesLeadsToASourceBetweenTheirs() throws IOException {
    TableSource pages =
        Tables.of("n,page", 54, i -> List.of(i / 9 * 10 + i % 9, i / 9 * 100 + i % 9));
    TableSchema schema = TableScan.all().of(pages, Missing.MODEL);
    TableColumn source = schema.modelled().get(0);
    DerivedColumn page = schema.derived().get(0);
    assertEquals("rises with column n alone", page.relation().words());
    for (int n = 9; n < 60; n += 10) {
      Long value = n + 90L * (n / 10);
      assertEquals((long) n, page.sourceOf(source, value));
      assertTrue(page.agree(List.of(source), List.of((long) n), value));
    }
  }

  @Test
  void severalNamesMayHaveOneValueOrNone() throws IOException {
    Random random = new Random(8);
    List<String> towns = List.of("Rome", "Oslo", "Pisa", "Bern");
    Map<String, Relation> found =
        related(
            "land,town,height,x",
            i -> {
              int town = random.nextInt(4);
              String height = town == 1 ? "" : town == 0 ? "20.5" : "540";
              return List.of(
                  List.of("I", "N", "I", "S").get(town), towns.get(town), height, random.nextInt());
            });
    assertEquals(
        Map.of(
            "land",
            new Relation.Renamed(
                "town", Map.of("Rome", "I", "Oslo", "N", "Pisa", "I", "Bern", "S")),
            "height",
            new Relation.Renamed(
                "town", Map.of("Rome", "20.5", "Oslo", "", "Pisa", "540", "Bern", "540"))),
        found);
  }

  @Test
  void partsOfATimestampFollowFromItByTheClocksOfAZone() throws IOException {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Instant start = Instant.parse("2023-01-01T00:30:00Z");
    for (int broken : new int[] {-1, 333}) {
      Map<String, Relation> found =
          related(
              "month,day,at,hour,weekday,yearday,x",
              i -> {
                Instant at = start.plus(Duration.ofMinutes(1_310L * i));
                ZonedDateTime local = at.atZone(berlin);
                int hour = (local.getHour() + (i == broken ? 1 : 0)) % 24;
                return List.of(
                    local.getMonthValue(),
                    local.getDayOfMonth(),
                    at,
                    hour,
                    local.getDayOfWeek().getValue(),
                    local.getDayOfYear(),
                    i * i % 101);
              });
      Set<String> names = new HashSet<>(Set.of("month", "day", "weekday", "yearday"));
      if (broken < 0) {
        names.add("hour");
        Relation.Part hour = (Relation.Part) Optional.ofNullable(found.get("hour")).orElseThrow();
        assertEquals(ChronoField.HOUR_OF_DAY, hour.field());
        assertEquals(14, hour.of(OffsetDateTime.parse("2023-07-01T12:00:00Z")));
        assertEquals(13, hour.of(OffsetDateTime.parse("2023-12-01T12:00:00Z")));
      }
      assertEquals(names, found.keySet());
    }
  }

  @Test
  void aPartOfATimestampMayHaveBounds() throws IOException {
    TableSource table =
        Tables.of(
            "at,hour,x",
            ROWS,
            i -> {
              LocalDateTime at = LocalDate.of(2024, 1, 1).atStartOfDay().plusMinutes(1_310L * i);
              return List.of(at, at.getHour(), i * i % 101);
            });
    TableScan bounded = TableScan.all().withKind("hour", new ColumnKind.Bounded(0, 23));
    assertEquals(Set.of("hour"), relations(bounded.of(table, Missing.MODEL)).keySet());
  }

  @ParameterizedTest
  @CsvSource({"Europe/Berlin", "America/New_York", "Asia/Tokyo"})
  void aWellKnownZoneNamesTheClocks(String id) throws IOException {
    Instant start = Instant.parse("2023-01-01T00:30:00Z");
    Map<String, Relation> found =
        related(
            "at,hour,x",
            i -> {
              Instant at = start.plus(Duration.ofMinutes(1_310L * i));
              return List.of(at, at.atZone(ZoneId.of(id)).getHour(), i * i % 101);
            });
    assertEquals(
        "is the hour of day of column at in the zone " + id,
        requireNonNull(found.get("hour")).words());
  }

  /** No row is near midnight, so that the month alone would be that of UTC, too. */
  @Test
  void partsOfATimestampFollowTheClocksOfOneZone() throws IOException {
    Instant start = Instant.parse("2023-01-01T10:00:00Z");
    Map<String, Relation> found =
        related(
            "at,month,hour,x",
            i -> {
              Instant at = start.plus(Duration.ofHours(24L * i + i % 5));
              ZonedDateTime local = at.atZone(ZoneId.of("Europe/Helsinki"));
              return List.of(at, local.getMonthValue(), local.getHour(), i * i % 101);
            });
    Relation.Part month = (Relation.Part) Optional.ofNullable(found.get("month")).orElseThrow();
    assertEquals(1, month.of(OffsetDateTime.parse("2022-12-31T22:30:00Z")));
    assertEquals(7, month.of(OffsetDateTime.parse("2023-06-30T21:30:00Z")));
    String hour = requireNonNull(found.get("hour")).words();
    assertTrue(hour.startsWith("is the hour of day of column at in the zone"), hour);
  }

  @Test
  void aRareValueThatNamesShareByChanceIsNoRule() throws IOException {
    Map<String, Relation> found =
        related(
            "name,flag,x",
            i ->
                List.of(
                    i < 300 ? "often" : "name" + i, i % 20 == 7 && i > 300 ? 1 : 0, i * i % 97));
    assertEquals(Map.of(), found);
  }

  @Test
  void fewRowsAreNoProof() throws IOException {
    TableSource source =
        Tables.of("first,last,x", 30, i -> List.of("n" + i / 2, "m" + (i / 2 + 1) % 15, i));
    assertEquals(List.of(), TableScan.all().of(source, Missing.MODEL).derived());
  }

  @Test
  void aGivenColumnDeterminesAModelledOne() throws IOException {
    TableScan scan = new TableScan(List.of(), List.of("fahrenheit"), List.of(), Map.of());
    TableSchema schema = scan.of(table(rows()), Missing.MODEL);
    assertEquals(1, schema.given().size());
    assertEquals(
        List.of("fahrenheit"),
        Optional.ofNullable(relations(schema).get("celsius")).orElseThrow().sources());
  }

  @Test
  void manyColumnsHaveOneNote() throws IOException {
    Random random = new Random(1);
    String names = IntStream.range(0, 100).mapToObj(i -> "x" + i).collect(Collectors.joining(","));
    TableSource table =
        Tables.of(
            names,
            300,
            i -> {
              double[] sources = random.doubles(25).map(x -> Math.rint(1e4 * x) / 1e4).toArray();
              return IntStream.range(0, 100)
                  .mapToObj(k -> text((k / 25 + 1) * sources[k % 25] - (k < 50 ? 0 : 1), 4))
                  .toList();
            });
    ScannedTable found = TableScan.all().scanned(table, Missing.MODEL);
    assertEquals(25, found.schema().modelled().size());
    assertEquals(75, found.schema().derived().size());
    assertEquals(1, found.notes().size(), found.notes().toString());
    String note = found.notes().get(0);
    String start = "75 columns follow from others or are constant, such as: column x25 is 2 x0;";
    assertTrue(note.startsWith(start) && note.length() < 298, note);
  }

  private static Map<String, Relation> found(String columns, int count, IntFunction<List<?>> row)
      throws IOException {
    return relations(TableScan.all().of(Tables.of(columns, count, row), Missing.MODEL));
  }

  @Test
  void valuesFollowFromRangesOfNumbersDatesAndTimes() throws IOException {
    Random random = new Random(5);
    Map<String, Relation> found =
        found(
            "grade,score,flag,day,term,at,shift,x",
            500,
            i -> {
              int score = random.nextInt(1000);
              LocalDate day = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(200));
              int minute = random.nextInt(1440);
              return List.of(
                  score >= 850 ? "A" : score >= 500 ? "B" : "C",
                  text(score / 10.0, 1),
                  score < 300 || score >= 700 ? "1" : "0",
                  day.toString(),
                  day.isBefore(LocalDate.of(2024, 4, 9)) ? "first" : "second",
                  "%02d:%02d".formatted(minute / 60, minute % 60),
                  minute < 390 || minute >= 1110 ? "night" : "day",
                  "" + random.nextGaussian());
            });
    assertEquals(Set.of("grade", "flag", "term", "shift"), found.keySet());
    Relation.Ranges grade = (Relation.Ranges) requireNonNull(found.get("grade"));
    assertEquals(List.of("C", "B", "A"), grade.values());
    assertEquals(50, grade.starts()[0], 0.4);
    assertEquals(85, grade.starts()[1], 0.4);
    Relation.Ranges flag = (Relation.Ranges) requireNonNull(found.get("flag"));
    assertEquals("score", flag.of());
    assertEquals(List.of("1", "0", "1"), flag.values());
    Relation.Ranges term = (Relation.Ranges) requireNonNull(found.get("term"));
    double end = (double) LocalDate.of(2024, 4, 9).toEpochDay();
    assertEquals(List.of("first", "second"), List.of(term.of(end - 1), term.of(end)));
    Relation.Ranges shift = (Relation.Ranges) requireNonNull(found.get("shift"));
    assertEquals("follows from ranges of column at", shift.words());
    assertEquals(List.of("night", "day", "night"), shift.values());
  }

  /** Each pair has few ranges, or values that differ from number to number, without a rule. */
  @Test
  void valuesDoNotFollowFromRangesByChance() throws IOException {
    Random random = new Random(6);
    Map<String, Relation> found =
        found(
            "id,half,apart,group,time,died,y,rare,gap,known",
            200,
            i -> {
              boolean isFirst = i < 100;
              double y = random.nextGaussian();
              double gap = random.nextGaussian();
              return List.of(
                  "" + (i + i / 50), // sorted, as its half is
                  isFirst ? "a" : "b",
                  text((isFirst ? 0 : 9) + random.nextDouble(), 3), // groups without an overlap
                  i * 7 % 200 < 100 == isFirst ? "c" : "d",
                  text(Math.abs(3 * y + random.nextGaussian()), 3),
                  y > 0.3 ? "yes" : "no", // depends on the time
                  text(y + random.nextGaussian() / 20, 3),
                  i == 11 ? "1" : "0",
                  text(gap, 2),
                  i == 40 || gap < 0 ? "m" : "n"); // one row differs
            });
    assertEquals(Set.of(), found.keySet());
  }

  /** Seven rows for each of 24 persons, whose sex has nothing to do with their age. */
  @Test
  void valuesOfPersonsDoNotFollowFromRangesByChance() throws IOException {
    String sexes = "ffmfffmmffmmmmffmmmfmmff";
    Map<String, Relation> ofAges =
        found(
            "age,sex,group",
            168,
            i ->
                List.of(
                    text(20.3 + 1.7 * (i % 24), 1),
                    sexes.substring(i % 24, i % 24 + 1),
                    i % 24 < 9 ? "younger" : "older"));
    assertEquals(Set.of("group"), ofAges.keySet());
    Map<String, Relation> ofKeys =
        found("key,sex", 168, i -> List.of(i % 24, sexes.substring(i % 24, i % 24 + 1)));
    assertEquals(Set.of("sex"), ofKeys.keySet()); // no number is between two keys
    Map<String, Relation> ofMasses =
        found("store,city", 200, i -> List.of(text(Math.pow(3, i % 4), 0), i % 4 == 3 ? "a" : "b"));
    assertEquals(Set.of("city"), ofMasses.keySet()); // a draw of the store is one of four numbers
  }

  @Test
  void rangesOfPartsThatAreCheckedApartAreMerged() throws Exception {
    List<String> names = List.of("score", "grade");
    List<List<String>> rows =
        Tables.rows(
            9_000, // more different scores than are stored
            i -> {
              int score = (int) (i * 7_919L % 20_011);
              return List.of(
                  text(score / 100.0, 2), score < 6_000 ? "C" : score < 15_000 ? "B" : "A");
            });
    TableSource source = TableSources.of("t", names, rows);
    Relation grade = relations(TableScan.all().of(source, Missing.MODEL)).get("grade");
    assertEquals(
        List.of(60.0, 150.0),
        DoubleStream.of(((Relation.Ranges) requireNonNull(grade)).starts()).boxed().toList());
    assertPartsFindTheSame(names, rows, 4_000);
  }

  /** The value of a weekday is another one from some row on. */
  @Test
  void valuesOfPartsThatDisagreeFollowFromNone() throws Exception {
    List<List<String>> rows =
        Tables.rows(
            400,
            i -> {
              LocalDate day = LocalDate.of(2024, 1, 1).plusDays(i * 37 % 360);
              boolean isFirst = day.getDayOfWeek().getValue() < 4 == i < 200;
              return List.of(day, isFirst ? "first" : "last");
            });
    List<String> names = List.of("day", "half");
    assertPartsFindTheSame(names, rows, 200);
    TableSource table = TableSources.of("t", names, rows);
    assertEquals(Map.of(), relations(TableScan.all().of(table, Missing.MODEL)));
  }

  @Test
  void valuesFollowFromPartsOfDatesInAnyOrder() throws IOException {
    LocalDateTime first = LocalDateTime.of(2023, 1, 1, 0, 0);
    Random random = new Random(8);
    Map<String, Relation> found =
        found(
            "weekday,weekend,day,at,season,shift,x",
            1000,
            i -> {
              LocalDateTime at = first.plusMinutes(random.nextInt(365 * 24 * 60));
              int weekday = at.getDayOfWeek().getValue();
              return List.of(
                  at.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                  weekday > 5 ? "1" : "0",
                  at.toLocalDate().toString(),
                  at.toString(),
                  List.of("winter", "spring", "summer", "autumn").get(at.getMonthValue() % 12 / 3),
                  at.getHour() % 12 < 6 ? "early" : "late",
                  "" + random.nextGaussian());
            });
    assertEquals(Set.of("weekday", "weekend", "day", "season", "shift"), found.keySet());
    assertEquals(
        "follows from the day of week of column day", requireNonNull(found.get("weekday")).words());
    assertEquals("is the date of column at", requireNonNull(found.get("day")).words());
    Relation.Part season = (Relation.Part) requireNonNull(found.get("season"));
    assertEquals("winter", season.values().get("12"));
    Relation.Part shift = (Relation.Part) requireNonNull(found.get("shift"));
    assertEquals("early", shift.values().get("13"));
  }

  @Test
  void timestampsWithAndWithoutAnOffsetFollowFromEachOther() throws IOException {
    LocalDateTime first = LocalDateTime.of(2026, 1, 1, 0, 0);
    Random random = new Random(9);
    Map<String, Relation> found =
        found(
            "at,zoned,x",
            200,
            i -> {
              LocalDateTime at = first.plusMinutes(random.nextInt(100_000));
              return List.of(at.toString(), at + "+02:00", "" + random.nextGaussian());
            });
    assertEquals(Map.of("zoned", new Relation.Shifted("at", Duration.ofHours(-2))), found);
  }
}
