package io.github.tfflows.tables;

import static io.github.tfflows.tables.Tables.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tfflows.serve.Client;
import io.github.tfflows.serve.ModelServer;
import io.github.tfflows.serve.option.ServerOptions;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.derived.DerivedCells;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.prediction.Prediction;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that are products of others, in draws, imputations, predictions and scores. */
@Tag("training")
class ProductsTest {
  private static final List<String> NAMES = List.of("count", "price", "total", "share", "net");

  private static TableModel model;

  private static double cents(double number) {
    return Math.rint(100 * number) / 100;
  }

  private static TableFit orders() {
    Random random = new Random(4);
    return fit(
        Tables.of(
            String.join(",", NAMES),
            400,
            i -> {
              int count = 1 + random.nextInt(6);
              double price = cents(10 * Math.exp(random.nextGaussian() / 2));
              double total = cents(count * price);
              double share = List.of(0.0, 0.1, 0.25).get(random.nextInt(3));
              return List.of(count, price, total, share, cents(total * (1 - share) + 1e-9));
            }));
  }

  private static TableFit fit(TableSource table) {
    return TableFit.of(table)
        .givenAny()
        .withFlow(FlowFamily.MAF, size -> new FlowFamily.Size(1, 16, 1, 8))
        .withTraining(usual -> usual.withSteps(20).withMembers(1));
  }

  @BeforeAll
  static void fit() throws IOException {
    model = orders().fit();
  }

  @Test
  void aRequiredOneIsCheckedInEveryRow() {
    Expect.rejected(
        "row 1, column total: got \"18.84\", expected \"37.68\", since it is 2 * count * price",
        () -> orders().requiring("total = 2 * count * price").fit());
  }

  /** Two marks, whose mean has no half points; that of one row is wrong, or that of none. */
  private static TableFit marks(int wrong) {
    Random random = new Random(9);
    return fit(
        Tables.of(
            "first,second,mean",
            100,
            i -> {
              int first = random.nextInt(80);
              int second = random.nextInt(80);
              return List.of(first, second, (first + second + 1) / 2 + (i == wrong ? 1 : 0));
            }));
  }

  @Test
  void aRequiredSumBetweenTheStepsOfItsColumnIsRounded() throws IOException {
    String mean = "mean = 0.5 * first + 0.5 * second";
    try (TableModel marks = marks(-1).requiring(mean).fit()) {
      for (Map<String, Object> row : marks.draw(50, 1)) {
        double middle = (number(row, "first") + number(row, "second")) / 2;
        assertEquals(middle, number(row, "mean"), 0.5 + 1e-9, "" + row);
      }
    }
    Expect.rejected(
        "since it is 0.5 first + 0.5 second, rounded", () -> marks(7).requiring(mean).fit());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static void assertMultiplied(Map<String, Object> row) {
    double total = number(row, "total");
    assertEquals(number(row, "count") * number(row, "price"), total, 0.005 + 1e-9, "" + row);
    double net = total * (1 - number(row, "share"));
    assertEquals(net, number(row, "net"), 0.005 + 1e-9, "" + row);
    assertTrue(number(row, "count") >= 1 && number(row, "count") % 1 == 0, "" + row);
  }

  @Test
  void drawsHaveThem() {
    assertEquals(
        List.of("is count * price", "is total * (1 - share)"),
        model.schema().derived().stream().map(one -> one.relation().words()).toList());
    model.draw(200, 3).forEach(ProductsTest::assertMultiplied);
  }

  @Test
  void imputationsKeepThemWhicheverCellsAreGiven() throws IOException {
    List<Map<String, Object>> draws = model.draw(100, 4);
    Random random = new Random(5);
    int open = 0;
    for (Map<String, Object> draw : draws) {
      Map<String, Object> gaps = new HashMap<>(draw);
      NAMES.stream().filter(name -> random.nextInt(2) == 0).forEach(name -> gaps.put(name, ""));
      open += gaps.containsValue("") ? 1 : 0;
      Map<String, Object> row = model.imputed(gaps, 6);
      assertMultiplied(row);
      for (String name : NAMES) {
        if (!"".equals(gaps.get(name))) {
          assertEquals(number(draw, name), number(row, name), gaps + " to " + row);
        }
      }
    }
    assertTrue(open > 80, open + " rows with gaps");
  }

  @Test
  void aMissingFactorFollowsFromTheProductAndTheOthers() throws IOException {
    Map<String, Object> given = new HashMap<>(Map.of("price", 12.5, "net", 56.25, "share", 0.1));
    given.put("count", "");
    given.put("total", "");
    Map<String, Object> row = model.imputed(given, 1);
    assertEquals(5, number(row, "count"));
    assertEquals(62.5, number(row, "total"));
  }

  @Test
  void factorsOfAKnownProductVary() throws IOException {
    Map<String, Object> given = new HashMap<>(Map.of("total", 60, "share", 0, "net", 60));
    given.put("count", "");
    given.put("price", "");
    Map<String, Object> first = model.imputed(given, 1);
    Map<String, Object> other = model.imputed(given, 3);
    assertMultiplied(first);
    assertMultiplied(other);
    assertNotEquals(number(first, "count"), number(other, "count"));
  }

  /** Products have list prices; tax and sum follow from the net price of an order. */
  private static TableSource shop() {
    Random random = new Random(8);
    List<String> products = List.of("cup", "pot", "jug");
    List<Double> prices = List.of(8.5, 39.0, 14.25);
    return Tables.of(
        "product,material,price,count,net,tax,sum",
        300,
        i -> {
          int product = random.nextInt(3);
          int count = 1 + random.nextInt(4);
          double price = prices.get(product);
          double net = cents(count * price);
          double tax = cents(0.19 * net);
          String material = product == 2 ? "tin" : "clay";
          return List.of(products.get(product), material, price, count, net, tax, cents(net + tax));
        });
  }

  @Test
  void namesAndFactorsFollowFromEachOther() throws IOException {
    try (TableModel shop = fit(shop()).fit()) {
      for (long seed = 0; seed < 20; seed++) {
        Map<String, Object> row = shop.imputed(Map.of("net", 17, "sum", 20.23), 100 * seed);
        assertEquals("cup", row.get("product"));
        assertEquals(8.5, number(row, "price"), "" + row);
        assertEquals(2, number(row, "count"), "" + row);
      }
      for (Map<String, Object> row : shop.draw(Map.of("material", "tin"), 20, 7)) {
        assertEquals("jug", row.get("product"), "" + row);
      }
      Prediction material = shop.predict("material").given(Map.of("product", "jug"));
      assertEquals(1, material.probability("tin"));
      Expect.rejected(
          "no column \"materail\" (did you mean \"material\"?)", () -> shop.predict("materail"));
      assertTheFirstWrongCellIsNamed(shop);
    }
  }

  /** The tax, before the sum in the table, follows from it: a wrong sum is no wrong tax. */
  private static void assertTheFirstWrongCellIsNamed(TableModel shop) throws IOException {
    Map<String, Object> row = new HashMap<>(shop.imputed(Map.of("net", 17), 1));
    assertEquals(Optional.empty(), shop.score(row).problem());
    row.put("sum", 21.23);
    assertEquals(
        Optional.of("column sum: got \"21.23\", expected \"20.23\", since it is 1.19 net"),
        shop.score(row).problem());
  }

  /** Each of these rounded numbers leaves several numbers open, and together they leave few. */
  @Test
  void aFactorOfSeveralProductsAgreesWithAll() throws IOException {
    Random random = new Random(6);
    List<List<String>> rows =
        Tables.rows(
            300,
            i -> {
              int days = 28 + random.nextInt(4);
              double kwh = Math.rint(10 * (100 + 300 * random.nextDouble())) / 10;
              double rate = List.of(0.00283, 0.00312, 0.00251).get(random.nextInt(3));
              double daily = Math.rint(10 * kwh / days) / 10;
              return List.of(days, kwh, rate, daily, cents(rate * kwh), Math.rint(days + kwh / 2));
            });
    List<String> names = List.of("days", "kwh", "rate", "per day", "cost", "index");
    try (TableModel bills = fit(TableSources.of("bills", names, rows)).fit()) {
      assertEquals(3, bills.schema().derived().size());
      for (List<String> row : rows.subList(0, 100)) {
        Map<String, Object> given = new HashMap<>();
        names.forEach(name -> given.put(name, row.get(names.indexOf(name))));
        given.put("kwh", "");
        Map<String, Object> whole = bills.imputed(given, 1);
        double kwh = number(whole, "kwh");
        assertEquals(kwh / number(whole, "days"), number(whole, "per day"), 0.05 + 1e-9, "" + row);
        assertEquals(kwh * number(whole, "rate"), number(whole, "cost"), 0.005 + 1e-9, "" + row);
        double index = number(whole, "days") + kwh / 2;
        assertEquals(index, number(whole, "index"), 0.5 + 1e-9, "" + row);
      }
      Map<String, Object> wrong = new HashMap<>(Map.of("days", 30, "rate", 0.00283, "cost", 9));
      wrong.put("per day", 9);
      wrong.put("kwh", "");
      Expect.rejected("none of at least 100 draws", () -> bills.imputed(wrong, 1));
    }
  }

  /**
   * A given result of a product that is itself a factor determines that one, but not its factors.
   */
  @Test
  void aGivenResultWithOpenFactorsIsRefused() throws IOException {
    DerivedCells cells = DerivedCells.of(model.schema().derived(), model.schema().modelled());
    Expect.rejected(
        "column total: got \"50\", and it is count * price; expected all but one of these, too",
        () -> cells.sources(Map.of("net", "40", "share", "0.2")));
    assertEquals(
        Map.of("count", "5", "share", "0.2", "price", "10"),
        cells.sources(Map.of("net", "40", "share", "0.2", "count", "5")));
    Expect.rejected(
        "column net: got \"40.01\", expected \"40\"",
        () -> cells.sources(Map.of("net", "40.01", "share", "0.2", "count", "5")));
  }

  @Test
  void predictionsAreThoseOfTheFactors() throws IOException {
    Prediction total = model.predict("total").withDraws(500, 1).given(Map.of("count", 4));
    double price = model.predict("price").given(Map.of("count", 4)).median();
    assertEquals(4 * price, total.median(), 0.1 * 4 * price);
  }

  private static String imputed(TableModel of, Map<String, ?> given, String column) {
    return String.valueOf(of.imputed(given, 1).get(column));
  }

  private static boolean isMissing(Map<String, Object> row, String column) {
    return DerivedColumn.isMissing(Objects.requireNonNull(row.get(column)));
  }

  /** A table in which any cell can be missing, also the one that the others determine. */
  @Test
  void columnsWithGapsOfTheirOwnAreFilledIn() throws IOException {
    Random random = new Random(12);
    TableFit fit =
        fit(
            Tables.of(
                "count,price,total",
                1_000,
                i -> {
                  int count = 1 + random.nextInt(6);
                  int cents = 100 + random.nextInt(3_000);
                  return Stream.of(count, cents / 100.0, cents * count / 100.0)
                      .map(cell -> random.nextInt(6) == 0 ? "" : (Object) cell)
                      .toList();
                }));
    TableFit longer = fit.withTraining(usual -> usual.withSteps(400).withMembers(1));
    try (TableModel gapped = longer.fit()) {
      assertEquals("10.5", imputed(gapped, Map.of("count", 3, "total", 31.5), "price"));
      assertEquals("31.5", imputed(gapped, Map.of("count", 3, "price", 10.5), "total"));
      double whole = gapped.score(Map.of("count", 3, "price", 10.5, "total", 31.5)).logProb();
      for (String lacking : List.of("count", "price", "total")) {
        Map<String, Object> row = new HashMap<>(Map.of("count", 3, "price", 10.5, "total", 31.5));
        row.put(lacking, "");
        assertEquals(whole, gapped.score(row).logProb(), lacking);
      }
      Map<String, Object> undetermined = Map.of("count", "", "price", "", "total", 31.5);
      assertEquals(
          gapped.score(Map.of("count", "", "price", "", "total", "")).logProb(),
          gapped.score(undetermined).logProb());
      List<Map<String, Object>> rows = gapped.draw(1_000, 2);
      for (String name : List.of("count", "price", "total")) {
        double missing = rows.stream().filter(row -> isMissing(row, name)).count() / 1_000.0;
        assertEquals(1 / 6.0, missing, 0.06, name);
      }
      rows.stream()
          .filter(row -> row.keySet().stream().noneMatch(name -> isMissing(row, name)))
          .forEach(
              row ->
                  assertEquals(
                      number(row, "count") * number(row, "price"), number(row, "total"), 0.006));
    }
  }

  @Test
  void aRowThatBreaksOneIsImpossible() throws IOException {
    Map<String, Object> row = Map.of("count", 3, "price", 10, "total", 30, "share", 0.1, "net", 27);
    assertTrue(Double.isFinite(model.score(row).logProb()));
    Map<String, Object> broken = new HashMap<>(row);
    broken.put("total", 31);
    assertEquals(Double.NEGATIVE_INFINITY, model.score(broken).logProb());
  }

  @Test
  void theServerPredictsByAProductOfTheTarget(@TempDir Path folder) throws IOException {
    model.export(folder.resolve("orders"));
    try (ModelServer server =
        ModelServer.start(folder, ServerOptions.defaults().at("127.0.0.1", 0))) {
      Client client = Client.of(server);
      String path = "/models/orders/predict?target=count";
      JsonNode rows = client.post(path, "[{'price': 10}, {'price': 10, 'total': 40}]").succeeded();
      assertEquals(4, rows.at("/rows/1/median").asDouble());
      JsonNode row = client.post(path, "{'price': 10, 'total': null}").succeeded().at("/rows/0");
      assertEquals(
          model.predict("count").given(Map.of("price", 10)).median(), row.get("median").asDouble());
    }
  }
}
