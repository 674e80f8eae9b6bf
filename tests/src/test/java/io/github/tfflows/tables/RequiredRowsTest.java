package io.github.tfflows.tables;

import static io.github.tfflows.tables.Tables.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.derived.DerivedCells;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.prediction.Interval;
import io.github.tfflows.tables.prediction.Prediction;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.reading.CompletedRows;
import io.github.tfflows.tables.reading.GivenRows;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.RowCodec;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.reading.Unsuitable;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Draws meet the requirements of a fit and have the structure of its rows, and densities are those
 * of the rows that do.
 */
@Tag("training")
class RequiredRowsTest {
  private static final int ROWS = 400;

  private static final String COLUMNS = "id,start,end,low,high,from,until,shop,day,a,b,sum";

  /** Rows of some of the columns. */
  private static TableSource rows(String columns) {
    Random random = new Random(5);
    List<String> all = Tables.names(COLUMNS);
    int[] some = Tables.names(columns).stream().mapToInt(all::indexOf).toArray();
    return Tables.of(
        columns,
        ROWS,
        i -> {
          List<?> row = row(i, random);
          return IntStream.of(some).mapToObj(row::get).toList();
        });
  }

  private static List<?> row(int i, Random random) {
    int start = random.nextInt(40);
    Object end = i % 9 == 0 ? "" : start + random.nextInt(4);
    double low = Math.rint(100 * random.nextGaussian()) / 100;
    double high = Math.ceil(10 * (low + 0.2 * Math.exp(random.nextGaussian()))) / 10;
    LocalDate date = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(300));
    int a = random.nextInt(9);
    int b = random.nextInt(9);
    Object from = i % 10 == 1 ? "" : date;
    LocalDate until = date.plusDays(1 + random.nextInt(9));
    return List.of(3 * i + 5, start, end, low, high, from, until, i / 20, i % 20, a, b, a + 2 * b);
  }

  /** A fit of the flow whose graph is small. */
  private static TableFit fit(TableSource source) {
    return TableFit.of(source)
        .withFlow(FlowFamily.MAF, size -> new FlowFamily.Size(1, 16, 1, 8))
        .withTraining(usual -> usual.withSteps(20).withMembers(1));
  }

  private static TableFit required() {
    return fit(rows(COLUMNS))
        .requiring(
            "unique(id)",
            "end >= start",
            "high > low",
            "until > from",
            "unique(shop, day)",
            "a + 2 * b = sum");
  }

  private static void assertMet(Map<String, Object> row) {
    double end = number(row, "end");
    assertTrue(Double.isNaN(end) || end >= number(row, "start"), "" + row);
    assertTrue(number(row, "high") > number(row, "low"), "" + row);
    String from = String.valueOf(row.get("from"));
    String until = String.valueOf(row.get("until"));
    assertTrue(from.isEmpty() || LocalDate.parse(until).isAfter(LocalDate.parse(from)), "" + row);
    assertEquals(number(row, "a") + 2 * number(row, "b"), number(row, "sum"));
  }

  @Test
  void drawsMeetThemAndModelsKeepThemInTheirExport(@TempDir Path folder) throws IOException {
    Path exported = folder.resolve("model");
    List<Map<String, Object>> draws;
    try (TableModel model = required().fit()) {
      List<String> written = model.schema().written().stream().map(TableColumn::name).toList();
      assertEquals(COLUMNS, String.join(",", written));
      model.export(exported);
      draws = model.draw(300, 7);
      draws.forEach(RequiredRowsTest::assertMet);
      assertTrue(draws.stream().anyMatch(row -> Double.isNaN(number(row, "end"))), "a gap");
      assertTrue(draws.stream().anyMatch(row -> "".equals(row.get("from"))), "a gap");
      Set<Object> places = new HashSet<>();
      for (int i = 0; i < draws.size(); i++) {
        assertEquals(3.0 * ROWS + 3 + i, number(draws.get(i), "id"));
        places.add(List.of(number(draws.get(i), "shop"), number(draws.get(i), "day")));
      }
      assertEquals(300, places.size(), "of 400");
      assertThrows(IllegalArgumentException.class, () -> model.draw(-1, 1));
      RowDraws parts = model.draws();
      GivenRows two = GivenRows.of(model.schema(), Map.of(), 2);
      Set<Object> ids = new HashSet<>();
      parts.next(two, 1).forEach(row -> ids.add(row.get(0)));
      parts.next(two, 2).forEach(row -> ids.add(row.get(0)));
      assertEquals(4, ids.size(), "numbers continue: " + ids);
    }
    try (TableModel loaded = TableModel.load(exported, Execution.defaults())) {
      assertEquals(draws, loaded.draw(300, 7));
    }
    assertServed(exported);
  }

  private static void assertServed(Path exported) {
    Map<String, double[]> draws = Tables.served(exported, 500);
    assertFalse(draws.containsKey("end - start"), "a column that the table does not have");
    for (int i = 0; i < 500; i++) {
      double end = value(draws, "end", i);
      assertTrue(Double.isNaN(end) || end >= value(draws, "start", i));
      double high = value(draws, "high", i);
      double low = value(draws, "low", i);
      assertTrue(high > low);
      assertEquals(Math.rint(10 * high) / 10, high, "of one decimal");
      assertEquals(Math.rint(100 * low) / 100, low, "of two decimals");
      double from = value(draws, "from", i);
      assertTrue(Double.isNaN(from) || value(draws, "until", i) > from);
      assertEquals(3.0 * ROWS + 3 + i, value(draws, "id", i));
    }
  }

  private static double value(Map<String, double[]> draws, String column, int row) {
    return Objects.requireNonNull(draws.get(column))[row];
  }

  /** Columns of which two determine the others; whole numbers but for the tenth of the first. */
  private static TableSource dependent() {
    Random random = new Random(1);
    return Tables.of(
        "a,b,c,tenth,less",
        300,
        i -> {
          int a = random.nextInt(50);
          int more = random.nextInt(10);
          return List.of(a, a + more, 2 * a + more, a / 10.0, -more);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"a >= 0", "a > -0.5", "a < 100", "a <= b"})
  void drawsMeetARequirementAndKeepRelations(String requirement) throws IOException {
    try (TableModel model = fit(dependent()).requiring(requirement).fit()) {
      for (Map<String, Object> row : model.draw(1_000, 3)) {
        double a = number(row, "a");
        double b = number(row, "b");
        assertTrue(requirement.equals("a <= b") ? a <= b : a >= 0 && a < 100, "" + row);
        assertEquals(a + b, number(row, "c"), "" + row);
        assertEquals(a / 10, number(row, "tenth"), 1e-9, "" + row);
        assertEquals(a - b, number(row, "less"), "" + row);
      }
    }
  }

  private static TableFit balances(String... requirements) {
    Random random = new Random(2);
    TableSource table =
        Tables.of(
            "before,change,balance",
            300,
            i -> {
              int before = random.nextInt(60);
              int change = random.nextInt(before + 40) - before;
              return List.of(before, change, before + change);
            });
    return fit(table).requiring(requirements);
  }

  /** The sum is required, too, or found. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "balance = before + change; balance <= 100",
        "balance < 200",
        "0 <= balance <= 100"
      })
  void drawsMeetASumAndABoundOfIt(String requirements) throws IOException {
    try (TableModel model = balances(requirements.split("; ")).fit()) {
      for (Map<String, Object> row : model.draw(1_000, 3)) {
        double balance = number(row, "balance");
        assertEquals(number(row, "before") + number(row, "change"), balance);
        assertTrue(balance >= 0, "" + row);
        assertTrue(balance <= 100 || requirements.endsWith("200"), "" + row);
      }
    }
  }

  @Test
  void aSumThatDrawsCannotObeyIsNoted() throws IOException {
    Random random = new Random(12);
    TableSource table =
        Tables.of(
            "a,b,sum",
            300,
            i -> {
              int a = random.nextInt(50);
              int b = random.nextInt(61 - a);
              return List.of(a, b, a + b);
            });
    TableFit fit = fit(table);
    String note =
        "column sum is a + b in all rows, but not in draws: requirements, declared kinds or"
            + " steps keep each of its columns in the model";
    for (String bound : List.of("sum <= 60", "0 <= sum <= 60")) {
      FitParts parts = fit.requiring(bound, "a >= 0", "b >= 0").parts();
      assertTrue(parts.table().notes().contains(note), "" + parts.table().notes());
    }
    assertFalse(fit.parts().table().notes().contains(note));
  }

  @ParameterizedTest
  @ValueSource(strings = {"delivered = ordered + days", "days = delivered - ordered", ""})
  void drawsHaveTheDaysBetweenTheirDates(String requirement, @TempDir Path folder)
      throws IOException {
    Random random = new Random(8);
    TableSource table =
        Tables.of(
            "ordered,delivered,days",
            300,
            i -> {
              LocalDate ordered = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(300));
              int days = 1 + random.nextInt(20);
              return List.of(ordered, ordered.plusDays(days), days);
            });
    TableFit all = fit(table);
    TableFit fit = requirement.isEmpty() ? all : all.requiring(requirement);
    try (TableModel model = fit.fit()) {
      for (Map<String, Object> row : model.draw(300, 3)) {
        LocalDate ordered = LocalDate.parse(String.valueOf(row.get("ordered")));
        LocalDate delivered = LocalDate.parse(String.valueOf(row.get("delivered")));
        assertEquals(whole(row, "days"), ordered.until(delivered, ChronoUnit.DAYS), "" + row);
      }
      Map<String, Object> row = Map.of("ordered", "2024-02-28", "delivered", "2024-03-02");
      assertTrue(Double.isFinite(model.score(with(row, 3)).logProb()));
      assertTrue(model.score(with(row, 4)).problem().isPresent());
      model.export(folder.resolve("model"));
      Map<String, double[]> served = Tables.served(folder.resolve("model"), 100);
      for (int i = 0; i < 100; i++) {
        double apart = value(served, "delivered", i) - value(served, "ordered", i);
        assertEquals(apart, value(served, "days", i));
      }
    }
  }

  private static Map<String, Object> with(Map<String, Object> row, int days) {
    Map<String, Object> all = new HashMap<>(row);
    all.put("days", days);
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"id = a + b", "id >= a", "0 < id < 1300", "a >= less"})
  void aKeyMeetsItsOtherRequirements(String requirement) throws IOException {
    Random random = new Random(4);
    TableSource table =
        Tables.of(
            "id,a,b,less",
            300,
            i -> {
              int a = 4 * i + 1;
              int b = random.nextInt(3);
              return List.of(a + b, a, b, a - b);
            });
    String key = requirement.equals("a >= less") ? "less" : "id";
    try (TableModel model = fit(table).requiring("unique(" + key + ")", requirement).fit()) {
      Set<Object> keys = new HashSet<>();
      for (Map<String, Object> row : model.draw(200, 3)) {
        double a = number(row, "a");
        assertEquals(a + number(row, "b"), number(row, "id"), "" + row);
        assertEquals(a - number(row, "b"), number(row, "less"), "" + row);
        assertTrue(number(row, "id") >= a && number(row, "id") < 1_300, "" + row);
        keys.add(number(row, key));
      }
      assertEquals(200, keys.size());
    }
  }

  private static final List<String> LINKED = Tables.names("a,b,c,sum,rest,from,until,days");

  /** Columns that bound each other, are sums of others, or a constant less others. */
  private static List<List<String>> linked() {
    Random random = new Random(21);
    return Tables.rows(
        300,
        i -> {
          int a = (int) (4 * Math.exp(random.nextGaussian()));
          int b = a + (int) (4 * Math.exp(random.nextGaussian()));
          int c = b + random.nextInt(5);
          LocalDate from = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(300));
          int days = random.nextInt(20);
          return List.of(a, b, c, a + b, 500 - a - c, from, from.plusDays(days), days);
        });
  }

  private static List<List<String>> withGaps(List<List<String>> rows, double share) {
    Random random = new Random(22);
    return rows.stream()
        .map(row -> row.stream().map(cell -> random.nextDouble() < share ? "" : cell).toList())
        .toList();
  }

  private static List<List<Object>> imputed(
      TableModel model, List<String> names, List<List<String>> rows) throws IOException {
    TableSource table = TableSources.of("g", names, rows);
    Reading reading = Reading.of(Missing.MODEL);
    try (TableReader reader = TableReader.ofGaps(table, model.schema(), reading)) {
      return model.imputed(reader.next().orElseThrow(), 5);
    }
  }

  private static int whole(List<Object> row, String column) {
    return (int) Double.parseDouble(String.valueOf(row.get(LINKED.indexOf(column))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0 <= a <= b <= c",
        "c >= a; c >= b; a >= 0",
        "a <= b; 0 <= a <= 200; until >= from",
        "b <= c; c <= 300; sum = a + b; rest <= 500",
        "sum <= 600; a >= 0; b >= 0"
      })
  void imputationsMeetRequirementsAndKeepRelations(String requirements) throws IOException {
    List<String> all = Arrays.stream(requirements.split("; ")).filter(s -> !s.isEmpty()).toList();
    TableFit fit = fit(TableSources.of("t", LINKED, linked())).givenAny();
    try (TableModel model = fit.requiring(all.toArray(new String[0])).fit()) {
      for (double share : new double[] {0.3, 0.6}) {
        List<List<String>> gaps = withGaps(linked(), share);
        List<List<Object>> rows = imputed(model, LINKED, gaps);
        for (int i = 0; i < rows.size(); i++) {
          List<Object> row = rows.get(i);
          String from = gaps.get(i) + " to " + row;
          for (int k = 0; k < LINKED.size(); k++) {
            String given = gaps.get(i).get(k);
            assertTrue(given.isEmpty() || given.equals(row.get(k)), from);
          }
          int a = whole(row, "a");
          int b = whole(row, "b");
          int c = whole(row, "c");
          assertEquals(a + b, whole(row, "sum"), from);
          assertEquals(500 - a - c, whole(row, "rest"), from);
          LocalDate until = LocalDate.parse(String.valueOf(row.get(LINKED.indexOf("until"))));
          LocalDate begin = LocalDate.parse(String.valueOf(row.get(LINKED.indexOf("from"))));
          assertEquals(whole(row, "days"), begin.until(until, ChronoUnit.DAYS), from);
          assertTrue(a <= b || !requirements.contains("a <= b"), from);
          assertTrue(b <= c || !requirements.contains("b <= c"), from);
          assertTrue(c >= Math.max(a, b) || !requirements.contains("c >= b; a"), from);
          assertTrue(a >= 0 && b >= 0 && c >= 0, from);
          assertTrue(!until.isBefore(begin) || !requirements.contains("until"), from);
        }
      }
    }
  }

  /** A sum of two shares is given that they can reach only together, and one that they cannot. */
  @Test
  void sumsThatDrawsCannotReachAreReportedWithTheirRows() throws IOException {
    Random random = new Random(23);
    TableSource table =
        Tables.of(
            "a,b,sum",
            300,
            i -> {
              int a = random.nextInt(10_001);
              int b = random.nextInt(10_001);
              return List.of(a, b, a + b);
            });
    TableFit fit = fit(table).givenAny();
    try (TableModel model = fit.requiring("0 <= a <= 10000", "0 <= b <= 10000").fit()) {
      TableSource gaps = Tables.of("a,b,sum", ",,19999", ",,20001", ",,1", ",7,8");
      Reading reading = Reading.of(Missing.MODEL);
      try (TableReader reader = TableReader.ofGaps(gaps, model.schema(), reading)) {
        TableChunk chunk = reader.next().orElseThrow();
        CompletedRows imputed = model.draws().imputed(chunk, 5, Unsuitable.REPORT);
        assertEquals(Set.of(1), imputed.problems().keySet());
        for (int i : new int[] {0, 2, 3}) {
          List<Object> row = imputed.rows().get(i);
          double a = Double.parseDouble("" + row.get(0));
          double b = Double.parseDouble("" + row.get(1));
          assertEquals(Double.parseDouble("" + row.get(2)), a + b, "" + row);
          assertTrue(a >= 0 && a <= 10_000 && b >= 0 && b <= 10_000, "" + row);
        }
        Expect.rejected("row 2: none of at least 100 draws", () -> model.imputed(chunk, 5));
      }
    }
  }

  /** A short and a long kind of spans, of which a poor model has one. */
  private static TableSource spans(int count, long seed) {
    Random random = new Random(seed);
    return Tables.of(
        "begin,end",
        count,
        i -> {
          double begin = 100 * random.nextDouble();
          int sign = random.nextBoolean() ? 1 : -1;
          double length = Math.exp(3 * sign + 0.3 * random.nextGaussian());
          return List.of(begin, begin + length);
        });
  }

  /** The end rises with the distance from the begin, whose held-out rows correct both alike. */
  @Test
  void intervalsOfABoundedTargetAreCorrected() throws IOException {
    TableFit fit = fit(spans(1_000, 31)).predicting("end").requiring("begin <= end");
    TableSource others = spans(1_000, 32);
    try (TableModel model = fit.withTraining(usual -> usual.withSteps(2).withMembers(1)).fit()) {
      Predictor end = model.predict("end").withDraws(2_000, 3);
      Interval both = end.given(Map.of("begin", 10)).interval(0.8);
      Interval apart = model.predict("end - begin").given(Map.of("begin", 10)).interval(0.8);
      assertEquals(apart.low(), both.low() - 10, 0.1 * apart.low(), "" + both);
      assertEquals(apart.high(), both.high() - 10, 0.1 * apart.high(), "" + both);
      Predictor few = end.withDraws(200, 3);
      double corrected = coverage(few, others);
      double uncorrected = coverage(few.uncorrected(), others);
      assertEquals(0.8, corrected, 0.1, "of 100 held-out rows; without: " + uncorrected);
      assertTrue(Math.abs(uncorrected - 0.8) > 0.12, "the model is poor: " + uncorrected);
    }
  }

  private static double coverage(Predictor end, TableSource rows) throws IOException {
    try (TableReader reader = end.open(rows, Reading.of(Missing.MODEL));
        RowCursor row = rows.open()) {
      int within = 0;
      for (Interval interval : end.given(reader.rest(), end.givenBy(rows)).intervals(0.8)) {
        assertTrue(row.next());
        double value = row.number(1);
        within += interval.low() <= value && value <= interval.high() ? 1 : 0;
      }
      return within / 1_000.0;
    }
  }

  @Test
  void predictionsAreGivenTheSumsThatFollowFromThem() throws IOException {
    Random random = new Random(25);
    TableSource table =
        Tables.of(
            "a,b,sum,c,all",
            300,
            i -> {
              int a = random.nextInt(100);
              int b = random.nextInt(100);
              int c = random.nextInt(100);
              return List.of(a, b, a + b, c, a + b + c);
            });
    TableFit fit = fit(table).givenAny();
    try (TableModel model = fit.requiring("sum = a + b", "all = sum + c").fit()) {
      assertEquals(130, model.predict("sum").given(Map.of("all", 150, "c", 20)).median());
      Map<String, Integer> others = Map.of("all", 150, "c", 20, "b", 90);
      assertEquals(40, model.predict("a").given(others).median());
      Prediction b = model.predict("b").given(Map.of("all", 30, "c", 20));
      assertTrue(b.quantile(0.01) >= 0 && b.quantile(0.99) <= 10, b::toString);
    }
  }

  /** A small factor beside a large one is no error of rounding. */
  @Test
  void sumsInUnlikeUnitsHoldInImputations() {
    List<TableColumn> columns =
        Stream.of("a", "b", "c")
            .map(name -> new TableColumn(name, new ColumnKind.Real(), List.of()))
            .toList();
    Relation sum = new Relation.Linear(List.of("a", "b"), List.of(1.0, 1e-11), 0);
    Relation all = new Relation.Linear(List.of("sum", "c"), List.of(1.0, 1.0), 0);
    List<DerivedColumn> derived =
        List.of(
            new DerivedColumn(new TableColumn("sum", new ColumnKind.Real(), List.of()), 3, sum),
            new DerivedColumn(new TableColumn("all", new ColumnKind.Real(), List.of()), 4, all));
    List<Object> row =
        DerivedCells.of(derived, columns)
            .completed(List.of("", "", "", "", "200"), List.of(10.0, 3e12, 20.0, 40.0, 60.0));
    assertEquals(List.of(150.0, 3e12, 20.0, 180.0, "200"), row);
  }

  @Test
  void imputationsBetweenGivenCellsVary() throws IOException {
    List<String> names = List.of("a", "b", "c");
    List<List<String>> rows = linked().stream().map(row -> row.subList(0, 3)).toList();
    List<List<String>> some = Tables.rows(100, i -> List.of("4", "", "20"));
    for (List<String> rules : List.of(List.of("a <= b <= c"), List.of("c >= a", "c >= b"))) {
      TableFit fit = fit(TableSources.of("t", names, rows)).givenAny();
      try (TableModel model = fit.requiring(rules.toArray(new String[0])).fit()) {
        Set<Object> drawn = new HashSet<>();
        for (List<Object> row : imputed(model, names, some)) {
          assertTrue(((Number) row.get(1)).doubleValue() <= 20, "" + row);
          drawn.add(row.get(1));
        }
        assertTrue(drawn.size() > 3, "" + drawn);
        Expect.rejected(
            rules.size() > 1
                ? "column c: got \"20\""
                : "column c: got \"20\", expected a value >= the",
            () -> imputed(model, names, List.of(List.of("21", "", "20"))));
      }
    }
  }

  @Test
  void imputedKeysContinueThoseOfTheRows() throws IOException {
    List<String> names = List.of("id", "low");
    try (TableModel model = fit(rows("id,low")).givenAny().requiring("unique(id)").fit()) {
      List<List<String>> gaps = List.of(List.of("", "0"), List.of("8", ""), List.of("", "1"));
      List<Object> ids = imputed(model, names, gaps).stream().map(row -> row.get(0)).toList();
      assertEquals(List.of(3L * ROWS + 3, "8", 3L * ROWS + 5), ids);
      String later = "" + (3 * ROWS + 3);
      List<List<String>> taken = List.of(List.of("", "0"), List.of(later, ""), List.of("", "1"));
      List<Object> others = imputed(model, names, taken).stream().map(row -> row.get(0)).toList();
      assertEquals(List.of(3L * ROWS + 4, later, 3L * ROWS + 5), others);
    }
  }

  private static TableModel ofShops;

  @BeforeAll
  static void fitShops() throws IOException {
    ofShops = fit(rows("low,shop,day")).givenAny().requiring("unique(shop, day)").fit();
  }

  @AfterAll
  static void close() {
    ofShops.close();
  }

  private static long keys(List<List<Object>> rows) {
    return rows.stream()
        .map(row -> row.subList(1, 3).stream().map(String::valueOf).toList())
        .distinct()
        .count();
  }

  /** The days of a shop are given in the last rows, and missing in those before. */
  @Test
  void imputedKeysDifferFromEachOtherAndFromGivenOnes() throws IOException {
    TableSource gaps =
        Tables.of(
            "low,shop,day",
            18,
            i -> i < 8 ? List.of("0.5", 3, "") : List.of("", 3, i < 17 ? i - 8 + ".0" : 4));
    TableModel model = ofShops;
    Reading reading = Reading.of(Missing.MODEL);
    try (TableReader reader = TableReader.ofGaps(gaps, model.schema(), reading)) {
      TableChunk all = reader.next().orElseThrow();
      CompletedRows imputed = model.draws().imputed(all, 5, Unsuitable.REPORT);
      String again = "the given values of unique(shop, day) occur already: 3, 4; expected others";
      assertEquals(Set.of(17), imputed.problems().keySet(), imputed::toString);
      assertTrue(imputed.problems().toString().startsWith("{17=" + again), imputed::toString);
      assertEquals(17, keys(imputed.rows().subList(0, 17)), imputed::toString);
      assertEquals(List.of(), imputed.rows().get(17), "none for a problem");
      Expect.rejected("row 18: " + again, () -> model.imputed(all, 5));
      RowDraws draws = model.draws();
      TableChunk twice = all.repeated(2);
      List<List<Object>> copies = draws.imputed(twice, 5, Unsuitable.REPORT).rows();
      for (int copy = 0; copy < 2; copy++) {
        int first = copy;
        assertEquals(
            17, keys(IntStream.range(0, 17).mapToObj(i -> copies.get(2 * i + first)).toList()));
      }
    }
  }

  /** A shop has twenty days. */
  @Test
  void rowsThatCannotBeDrawnAreReportedWithTheirNumbers() throws IOException {
    TableModel model = ofShops;
    TableSource shops = Tables.of("shop", 40, i -> List.of(3));
    GivenRows rows =
        GivenRows.read(model.schema(), shops, Reading.of(Missing.MODEL), skipped -> {});
    CompletedRows drawn = model.draws().next(rows, 1, Unsuitable.REPORT);
    int open = drawn.problems().size();
    assertTrue(open >= 10 && open < 30, drawn.problems()::toString);
    assertEquals(40 - open, keys(drawn.rows().stream().filter(row -> !row.isEmpty()).toList()));
    long first = drawn.problemsOf(rows.numbers()).keySet().iterator().next();
    assertTrue(drawn.rows().get((int) first - 1).isEmpty());
    Expect.rejected(
        "row %s: none of at least 100 draws".formatted(first), () -> model.draws().next(rows, 1));
  }

  /** The first column follows from the sum, and is not negative in the data. */
  @Test
  void sumsOfCountsHoldInDrawsAndBoundsInScores() throws IOException {
    List<String> names = List.of("a", "b", "sum");
    List<List<String>> rows =
        linked().stream().map(row -> List.of(row.get(0), row.get(1), row.get(3))).toList();
    TableFit fit = fit(TableSources.of("t", names, rows));
    try (TableModel model = fit.requiring("sum <= 600").fit()) {
      for (Map<String, Object> row : model.draw(1_000, 3)) {
        assertEquals(number(row, "a") + number(row, "b"), number(row, "sum"), "" + row);
        assertTrue(number(row, "a") >= 0, "" + row);
        assertTrue(Double.isFinite(model.score(row).logProb()), "" + row);
      }
      double logProb = model.score(Map.of("a", -1, "b", 5, "sum", 4)).logProb();
      assertTrue(Double.isFinite(logProb), "a density is that of all draws");
    }
    try (TableModel model = fit.requiring("0 <= sum <= 600").fit()) {
      Map<String, Object> row = Map.of("a", 300, "b", 301, "sum", 601);
      assertEquals(Double.NEGATIVE_INFINITY, model.score(row).logProb());
    }
  }

  /** The end of a shift can be between the steps of the data, because drawn hours can be. */
  @Test
  void aRequiredTimeFollowsWithTheStepOfItsFormat(@TempDir Path folder) throws IOException {
    Random random = new Random(9);
    TableSource table =
        Tables.of(
            "start,end,pause,hours",
            300,
            i -> {
              LocalDateTime start =
                  LocalDateTime.of(2025, 1, 1, 6, 0).plusMinutes(15L * random.nextInt(9_000));
              double hours = (8 + random.nextInt(40)) / 4.0;
              int pause = 15 * random.nextInt(4);
              LocalDateTime end = start.plusMinutes((long) (60 * hours) + pause);
              return List.of(start + ":00", end + ":00", pause, hours);
            });
    TableFit fit = fit(table).requiring("end = start + 3600 * hours + 60 * pause");
    try (TableModel model = fit.fit()) {
      List<Map<String, Object>> draws = model.draw(200, 1);
      for (Map<String, Object> row : draws) {
        LocalDateTime start = LocalDateTime.parse(String.valueOf(row.get("start")));
        LocalDateTime end = LocalDateTime.parse(String.valueOf(row.get("end")));
        double seconds = 3_600 * number(row, "hours") + 60 * number(row, "pause");
        assertEquals(seconds, (double) ChronoUnit.SECONDS.between(start, end), 1e-6, "" + row);
        assertTrue(number(row, "pause") >= 0 && number(row, "pause") <= 45, "" + row);
      }
      model.export(folder.resolve("model"));
      try (TableModel loaded = TableModel.load(folder.resolve("model"), Execution.defaults())) {
        assertEquals(draws, loaded.draw(200, 1));
      }
    }
  }

  /** The distance of the second column from the first is the third, which follows from it. */
  @Test
  void aDistanceThatTheTableHasToo() throws IOException {
    Random random = new Random(7);
    TableSource table =
        Tables.of(
            "start,end,length",
            300,
            i -> {
              int start = random.nextInt(50);
              int length = random.nextInt(9);
              return List.of(start, start + length, length);
            });
    try (TableModel model = fit(table).requiring("end >= start", "end = start + length").fit()) {
      for (Map<String, Object> row : model.draw(200, 1)) {
        assertTrue(number(row, "length") >= 0, "" + row);
        assertEquals(number(row, "start") + number(row, "length"), number(row, "end"), "" + row);
      }
      assertTrue(Double.isFinite(model.score(Map.of("start", 3, "end", 5, "length", 2)).logProb()));
      assertTrue(model.score(Map.of("start", 3, "end", 5, "length", 1)).problem().isPresent());
    }
  }

  /** Each customer has a term of payment, which the table does not have. */
  @Test
  void imputedNamesAgreeWithADistanceThatFollowsFromThem() throws IOException {
    LocalDate first = LocalDate.of(2024, 1, 1);
    TableSource table =
        Tables.of(
            "customer,from,until",
            200,
            i -> {
              LocalDate from = first.plusDays(i * 7 % 90);
              return List.of("abc".charAt(i % 3), from, from.plusDays(i % 3 == 0 ? 14 : 30));
            });
    try (TableModel model = fit(table).givenAny().requiring("until >= from").fit()) {
      Set<Object> customers = new HashSet<>();
      for (int seed = 0; seed < 9; seed++) {
        Map<String, Object> gap = Map.of("from", first, "until", first.plusDays(30));
        customers.add(model.imputed(gap, seed).get("customer"));
      }
      assertEquals(Set.of("b", "c"), customers);
    }
  }

  /** The density is that of a distance, which does not depend on the copy. */
  @Test
  void aColumnThatHoldsTheValuesOfABoundedOneIsChecked() throws IOException {
    Random random = new Random(5);
    TableSource table =
        Tables.of(
            "start,end,copy,low",
            ROWS,
            i -> {
              List<?> row = row(i, random);
              return List.of(row.get(1), row.get(2), row.get(2), row.get(3));
            });
    try (TableModel model = fit(table).requiring("end >= start").fit()) {
      Map<String, Object> row = Map.of("start", 20, "end", 22, "low", 0, "copy", 22);
      assertTrue(Double.isFinite(model.score(row).logProb()));
      Map<String, Object> broken = Map.of("start", 20, "end", 22, "low", 0, "copy", 23);
      assertEquals(
          Optional.of("column copy: got \"23\", expected \"22\", since it equals column end"),
          model.score(broken).problem());
      for (Map<String, Object> draw : model.draw(100, 1)) {
        assertEquals(draw.get("end"), draw.get("copy"), "" + draw);
      }
    }
  }

  @Test
  void sumsOfOtherThanNumbersAndMomentsAreRefused() {
    LocalDate day = LocalDate.EPOCH;
    TableFit fit =
        fit(
            Tables.of(
                "name,day,later,count",
                40,
                i -> List.of("xy".charAt(i % 2), day.plusDays(i), day.plusDays(3 * i % 50), i)));
    for (String rule : List.of("count = day", "name = count + 1", "later = day + later")) {
      Expect.rejected("expected", () -> fit.requiring(rule).fit());
    }
    Expect.rejected(
        "the requirement that column count is name + 1: expected numbers, or a date",
        () -> fit.requiring("count = name + 1").fit());
    Expect.rejected(
        "the requirement that column count is 2 / name: expected numbers",
        () -> fit.requiring("count = 2 / name").fit());
    Expect.rejected(
        "expected a product of other columns", () -> fit.requiring("count = 2 * count^2").fit());
  }

  @Test
  void sumsThatNoDrawsCanMeetAreRefused() {
    String sum = "balance = before + change";
    Expect.rejected(
        "the requirement that column before is balance - change: each of its columns is given, has a"
            + " bound or follows from others already",
        () -> balances(sum, "before = balance - change").fit());
    Expect.rejected(
        "the requirement that column balance is 2 / change: this column is given, has a bound,"
            + " follows from others or determines one already; expected one that does not",
        () -> balances(sum, "balance = 2 / change").fit());
    Expect.rejected(
        "the requirement that column balance is before + change: any column that follows"
            + " from the others can be beyond its bounds",
        () -> balances(sum, "balance >= 0", "0 <= before <= 60", "-60 <= change <= 40").fit());
  }

  /** The same rows with the distance of both columns in place of the second. */
  private static TableSource distances() {
    Random random = new Random(5);
    return Tables.of(
        "start,low,apart",
        ROWS,
        i -> {
          List<?> row = row(i, random);
          Object apart = row.get(2) instanceof Integer end ? end - (int) row.get(1) : "";
          return List.of(row.get(1), row.get(3), apart);
        });
  }

  @Test
  void aDensityIsThatOfTheDistance() throws IOException {
    TableSource table = rows("start,end,low");
    TableFit byHand = fit(distances()).withKind("apart", new ColumnKind.Count());
    try (TableModel model = fit(table).requiring("end >= start").fit();
        TableModel expected = byHand.fit()) {
      List<RowScore> scores = model.score(table);
      List<RowScore> others = expected.score(distances());
      for (int i = 0; i < ROWS; i++) {
        assertEquals(others.get(i).logProb(), scores.get(i).logProb(), 1e-6);
      }
      Map<String, Object> broken = Map.of("start", 20, "end", 19, "low", 0);
      assertEquals(Double.NEGATIVE_INFINITY, model.score(broken).logProb());
      assertEquals(
          Optional.of(
              "column start: the value is missing, but no row of the fit lacked one; fill it, or"
                  + " drop the row"),
          model.score(Map.of("end", 19, "low", 0)).problem());
      assertEquals(
          model.score(Map.of("start", 20, "end", Double.NaN, "low", 0)),
          model.score(Map.of("start", 20, "low", 0)));
      double total = 0;
      for (int end = 20; end < 220; end++) {
        total += Math.exp(model.score(Map.of("start", 20, "end", end, "low", 0)).logProb());
      }
      double apart = 0;
      for (int distance = 0; distance < 200; distance++) {
        Map<String, Object> row = Map.of("start", 20, "apart", distance, "low", 0);
        apart += Math.exp(expected.score(row).logProb());
      }
      assertEquals(apart, total, 1e-6 * apart);
    }
  }

  /** If such rows are in the fit. Of a bound that has no gaps, the distance is unknown. */
  @Test
  void rowsWithoutABoundPredictByTheValueThatItBounds() throws IOException {
    Random random = new Random(33);
    TableSource table =
        Tables.of(
            "start,end,x",
            300,
            i -> {
              int start = random.nextInt(20);
              return List.of(
                  i % 3 == 0 ? "" : start, start + random.nextInt(10), random.nextInt(9));
            });
    try (TableModel model = fit(table).givenAny().requiring("end >= start").fit()) {
      TableSource rows = Tables.of("start,end", ",15", "4,15", ",");
      Predictor x = model.predict("x");
      try (TableReader reader = x.open(rows, Reading.of(Missing.MODEL).reporting())) {
        TableChunk chunk = reader.next().orElseThrow();
        assertEquals(Map.of(), chunk.problems());
        double[] means = x.given(chunk, x.givenBy(rows)).means();
        assertEquals(x.given(Map.of("start", "", "end", 15)).mean(), means[0], 1e-6);
        assertEquals(x.given(Map.of("start", 4, "end", 15)).mean(), means[1], 1e-6);
        assertNotEquals(means[2], means[0]);
      }
    }
  }

  @Test
  void aWholeKeyIsGivenOnce() throws IOException {
    TableModel model = ofShops;
    TableSource shops = Tables.of("shop", "3", "3");
    Reading reading = Reading.of(Missing.MODEL);
    GivenRows part = GivenRows.read(model.schema(), shops, reading, row -> {});
    assertEquals(2, model.draws().next(part, 1).size(), "days are drawn");
    Map<String, Object> given = Map.of("shop", 3, "day", 4);
    assertEquals(1, model.draw(given, 1, 1).size());
    Map<String, Object> shop = Map.of("shop", 3);
    Expect.rejected("repeated keys after 100 draws", () -> model.draw(shop, 21, 1));
    String why = "the given values of unique(shop, day) occur already: 3, 4";
    Expect.rejected(why, () -> model.draw(given, 2, 1));
    RowDraws parts = model.draws();
    parts.next(GivenRows.of(model.schema(), Map.of("shop", "3", "day", "4"), 1), 1);
    Expect.rejected(
        why, () -> parts.next(GivenRows.of(model.schema(), Map.of("shop", "3", "day", "4"), 1), 2));
  }

  @Test
  void aGivenKeyIsKept() throws IOException {
    try (TableModel model = fit(rows("id,low")).given("id").requiring("unique(id)").fit()) {
      TableSource ids = Tables.of("id", "8", "30");
      GivenRows read = GivenRows.read(model.schema(), ids, Reading.of(Missing.MODEL), row -> {});
      List<Object> drawn = model.draws().next(read, 1).stream().map(row -> row.get(1)).toList();
      assertEquals(List.of("8", "30"), drawn);
      assertEquals(8, model.draw(Map.of("id", 8), 1, 1).get(0).get("id"));
    }
  }

  @Test
  void valuesThatAreGivenOrKeptMeetThem() throws IOException {
    TableSource table = rows("id,start,end,low,high");
    TableFit fit = fit(table).givenAny().requiring("unique(id)", "end >= start", "high > low");
    try (TableModel model = fit.fit()) {
      Map<String, String> given =
          new RowCodec(model.schema()).sources(Map.of("start", "5", "end", "7"));
      assertEquals(Map.of("start", "5", "end - start", "2"), given);
      assertThrows(
          IllegalArgumentException.class,
          () -> new RowCodec(model.schema()).sources(Map.of("end", "7")));
      for (Map<String, Object> row : model.draw(Map.of("start", 5, "end", 7), 3, 1)) {
        assertEquals(List.of(5, 7), List.of(row.get("start"), row.get("end")));
        assertTrue(number(row, "high") > number(row, "low"), "" + row);
      }
      GivenRows text = GivenRows.of(model.schema(), Map.of("start", "05"), 1);
      assertTrue(model.draws().next(text, 1).get(0).contains("05"), "the text is kept");
      assertTrue(model.predict("end").given(Map.of("start", 5)).quantile(0.01) >= 5);
      Expect.rejected("id numbers the rows", () -> model.draw(Map.of("id", 8), 2, 1));
      TableSource file = Tables.of("id,start", "8,3", "8,4");
      GivenRows read = GivenRows.read(model.schema(), file, Reading.of(Missing.MODEL), row -> {});
      List<Object> ids = model.draws().next(read, 1).stream().map(row -> row.get(0)).toList();
      assertEquals(List.of(3L * ROWS + 3, 3L * ROWS + 4), ids, "numbers of their own");
    }
  }

  private static final int SALES = 2_000;
  private static List<Map<String, Object>> draws = List.of();
  private static double[] served = {};

  /** Sales from 8 to 17 h, by day of a year; those of the afternoon are larger. */
  private static TableSource sales(long seed) {
    Random random = new Random(seed);
    return Tables.of(
        "at,price,goods,gifts,all,hour,rate",
        SALES,
        i -> {
          int hour = 8 + random.nextInt(10);
          LocalDateTime at = LocalDateTime.of(2024, 1, 1, hour, 0).plusDays(random.nextInt(365));
          int price =
              100 * (int) Math.rint(20 + 5 * random.nextGaussian()) + 99 - 4 * random.nextInt(2);
          long goods = Math.round(3 * hour + 3 * random.nextGaussian());
          long gifts = random.nextInt(40);
          return List.of(at, price, goods, gifts, goods + gifts, hour, rate(random));
        });
  }

  /** A share of up to thirty visits. */
  private static double rate(Random random) {
    int visits = 3 + random.nextInt(28);
    return (1 + random.nextInt(visits)) / (double) visits;
  }

  @BeforeAll
  static void fitOnce(@TempDir Path folder) throws IOException {
    TableFit fit =
        TableFit.of(sales(1))
            .withFlow(
                FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE, size -> new FlowFamily.Size(1, 32, 1, 8))
            .withTraining(usual -> usual.withSteps(250).withMembers(1));
    try (TableModel model = fit.fit()) {
      model.export(folder.resolve("model"));
      draws = model.draw(SALES, 3);
      served = Objects.requireNonNull(Tables.served(folder.resolve("model"), 500).get("rate"));
      try (TableModel refitted =
          TableFit.of(sales(2))
              .startingFrom(model)
              .withTraining(usual -> usual.withSteps(5))
              .fit()) {
        Data rows = TableReader.readAll(sales(2), model.schema(), Missing.MODEL);
        TableSchema reaching = model.schema().reaching(rows.x());
        assertEquals(reaching, refitted.schema(), "its definition can be read back");
      }
    }
  }

  private static long whole(Map<String, Object> row, String column) {
    return ((Number) Objects.requireNonNull(row.get(column))).longValue();
  }

  private static int hour(Map<String, Object> row) {
    return LocalDateTime.parse((String) row.get("at")).getHour();
  }

  @Test
  void hoursThatNeverOccurAreRareAndTheOthersTellTheSales() {
    long outside = draws.stream().filter(row -> hour(row) < 8 || hour(row) > 17).count();
    assertTrue(outside < 0.01 * SALES, "14 of 24 hours, once in " + outside + " draws");
    for (int hour = 9; hour < 17; hour++) {
      int wanted = hour;
      double mean =
          draws.stream()
              .filter(row -> hour(row) == wanted)
              .mapToLong(row -> whole(row, "goods"))
              .average()
              .orElseThrow();
      assertEquals(3 * hour, mean, 2.5, "goods at " + hour);
    }
  }

  @Test
  void pricesEndAsThoseOfTheRowsDo() {
    long ofLattice =
        draws.stream()
            .mapToLong(row -> whole(row, "price") % 100)
            .filter(digits -> digits == 99 || digits == 95)
            .count();
    assertTrue(ofLattice > 0.97 * SALES, ofLattice + " of the lattice");
  }

  @Test
  void ratesAreThoseOfSmallNumbers() {
    assertTrue(draws.stream().filter(row -> isRate(number(row, "rate"))).count() > 0.8 * SALES);
    assertTrue(served.length > 0);
    long ofServed = Arrays.stream(served).filter(RequiredRowsTest::isRate).count();
    assertTrue(ofServed > 0.8 * served.length, ofServed + " of " + served.length);
  }

  private static boolean isRate(double rate) {
    return IntStream.range(3, 31).anyMatch(of -> (double) Math.round(rate * of) / of == rate);
  }

  @Test
  void sumsAndPartsOfDatesAreExact() {
    for (Map<String, Object> row : draws) {
      assertEquals(whole(row, "goods") + whole(row, "gifts"), whole(row, "all"));
      assertEquals(hour(row), whole(row, "hour"));
    }
  }
}
