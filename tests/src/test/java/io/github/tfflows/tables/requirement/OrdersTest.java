package io.github.tfflows.tables.requirement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.FittedTable;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OrdersTest {
  /**
   * The start is at most the end, the days between them are at most another number, and two numbers
   * are ordered, too, except in some rows.
   */
  private static TableSource stays(int count, long seed, IntPredicate isBroken) {
    Random random = new Random(seed);
    return Tables.of(
        "start,end,low,high,most",
        count,
        i -> {
          LocalDate start = LocalDate.of(2024, 3, 1).plusDays(random.nextInt(200));
          int days = random.nextInt(60);
          LocalDate end = start.plusDays(days);
          double low = random.nextGaussian();
          double high = random.nextInt(4) == 0 ? low : low + random.nextDouble();
          return isBroken.test(i)
              ? List.of(end.plusDays(1), start, low + 3, low, days)
              : List.of(start, i % 10 == 9 ? "" : end, low, high, days + i % 2);
        });
  }

  private static Rows events(TableSchema schema, TableSource table) throws IOException {
    try (TableReader reader = TableReader.open(table, schema, Reading.of(Missing.MODEL))) {
      return reader.rest().x();
    }
  }

  private static List<String> broken(int count, IntPredicate isBroken) throws IOException {
    TableSource table = stays(count, 1, row -> false);
    TableSchema schema = TableScan.all().of(table, Missing.MODEL);
    Orders orders = new Orders(schema, Data.of(events(schema, table)));
    return orders.broken(events(schema, stays(200, 2, isBroken)));
  }

  @Test
  void ordersThatDrawsBreakAreNamed() throws IOException {
    assertEquals(
        List.of(
            "column start is at most column end in all 270 rows, but not in 22 % of draws; if that"
                + " is a rule, require \"start <= end\"",
            "column low is at most column high in all 300 rows, but not in 20 % of draws; if that"
                + " is a rule, require \"low <= high\""),
        broken(300, row -> row % 5 == 0));
  }

  /** The shared values of each column alone would move equal numbers apart. */
  @Test
  void drawnNumbersThatAreEqualAreInOrder() throws IOException {
    TableSource prices = Tables.prices();
    TableSchema schema = TableScan.all().of(prices, Missing.MODEL);
    Orders orders = new Orders(schema, Data.of(events(schema, prices)));
    float[][] draws = new float[2_000][];
    for (float sale : new float[] {0, 0.5f}) {
      Arrays.setAll(draws, i -> new float[] {i % 5, 5 + i / 50f, 5 + sale + i / 50f});
      assertEquals(sale == 0, orders.broken(Rows.of(draws)).isEmpty());
    }
  }

  /** Few rows do not tell a rule from chance, and few draws may break one by their tails. */
  @Test
  void ordersThatChanceExplainsAreNotNamed() throws IOException {
    assertEquals(List.of(), broken(300, row -> row == 0));
    assertEquals(List.of(), broken(300, row -> row % 60 == 0));
    assertEquals(List.of(), broken(40, row -> row % 5 == 0));
    assertEquals(List.of(), broken(300, row -> false));
  }

  /** Numbers of different sizes have an order that means nothing. */
  @Test
  void numbersThatHardlyOverlapHaveNoOrder() throws IOException {
    Random random = new Random(3);
    TableSource table =
        Tables.of("x,y", 300, i -> List.of(random.nextGaussian(), 9 + random.nextGaussian()));
    TableSchema schema = TableScan.all().of(table, Missing.MODEL);
    assertTrue(new Orders(schema, Data.of(events(schema, table))).areNone());
  }

  /** Three schools, each with more teachers than rooms, and sixty. */
  @Test
  void numbersOfFewGroupsHaveNoOrder() throws IOException {
    String columns = "rooms,teachers";
    TableSource any = Tables.of(columns, 300, i -> List.of(i * 37 % 101, i * 61 % 97));
    TableSchema schema = TableScan.all().of(any, Missing.MODEL);
    int[] schools = new Random(5).ints(300, 0, 60).toArray();
    IntFunction<List<?>> row = i -> List.of(20 + schools[i] % 3 * 9, 24 + schools[i] % 3 * 8);
    Data rows = Data.of(events(schema, Tables.of(columns, 300, row)));
    int[] three = IntStream.of(schools).map(school -> school % 3).toArray();
    assertFalse(new Orders(schema, rows).areNone());
    assertTrue(new Orders(schema, rows.grouped(three)).areNone());
    assertFalse(new Orders(schema, rows.grouped(schools)).areNone());
  }

  @Test
  void numbersAndDatesHaveNoOrder() throws IOException {
    TableSource table =
        Tables.of("x,day", 300, i -> List.of(i % 97, LocalDate.EPOCH.plusDays(i % 97 + i % 5)));
    TableSchema schema = TableScan.all().of(table, Missing.MODEL);
    assertTrue(new Orders(schema, Data.of(events(schema, table))).areNone());
  }

  /** A delivery some weeks after the shipment, which the model has by its distance to the order. */
  private static TableSource orders(long seed, int early) {
    Random random = new Random(seed);
    return Tables.of(
        "ordered,shipped,delivered",
        1_000,
        i -> {
          LocalDateTime ordered =
              LocalDate.of(2024, 1, 1).atStartOfDay().plusSeconds(random.nextInt(31_000_000));
          LocalDateTime shipped = ordered.plusSeconds(random.nextInt(600_000));
          int later = random.nextInt(4_000_000);
          return List.of(ordered, shipped, shipped.plusSeconds(i % 10 < early ? -600 : later));
        });
  }

  /** Ten minutes are few beside the seconds since 1970. */
  @Test
  void ordersOfColumnsAtADistanceFromOthersAreNamed() throws IOException {
    TableSource table = orders(1, 0);
    TableSchema schema = TableScan.all().of(table, Missing.MODEL);
    Orders orders = new Orders(schema, Data.of(events(schema, table)));
    assertEquals(
        List.of(
            "column shipped is at most column delivered in all 1,000 rows, but not in 20 % of"
                + " draws; if that is a rule, require \"shipped <= delivered\""),
        orders.broken(events(schema, orders(2, 2))));
  }

  /** The close of a share follows from its open and its change. */
  private static TableSource shares(long seed, int wrong) {
    Random random = new Random(seed);
    return Tables.of(
        "open,change,close,high",
        1_000,
        i -> {
          int open = 5_000 + random.nextInt(3_000);
          int change = random.nextInt(200) - 100;
          int close = open + change;
          int high = Math.max(open, close) + (i % 3 == 0 ? 0 : random.nextInt(500));
          return List.of(
              open / 100.0,
              change / 100.0,
              close / 100.0,
              (high - (i % 10 < wrong ? 600 : 0)) / 100.0);
        });
  }

  @Test
  void ordersOfSumsAreNamed() throws IOException {
    TableSource table = shares(1, 0);
    TableSchema schema = TableScan.all().of(table, Missing.MODEL);
    assertEquals(1, schema.derived().size());
    Orders orders = new Orders(schema, Data.of(events(schema, table)));
    List<String> broken = orders.broken(events(schema, shares(2, 2)));
    assertTrue(
        broken.stream().anyMatch(one -> one.contains("require \"close <= high\"")), "" + broken);
    assertEquals(List.of(), orders.broken(events(schema, shares(3, 0))));
  }

  /** One rule at most can be required of two columns. */
  @Test
  void equalNumbersAreNamedInOneOrder() throws IOException {
    TableSource table = Tables.of("x,y", 300, i -> List.of(i % 97, i % 3 > 0 ? "" : i % 97));
    TableSchema schema = TableScan.all().of(table, Missing.MODEL);
    TableSource draws = Tables.of("x,y", 300, i -> List.of(i % 97, i % 89));
    List<String> broken =
        new Orders(schema, Data.of(events(schema, table))).broken(events(schema, draws));
    assertEquals(1, broken.size(), broken.toString());
    assertTrue(broken.get(0).contains("\"x <= y\""), broken.toString());
  }

  @Test
  void oneRowInAnotherOrderIsEnough() throws IOException {
    TableSource table = stays(300, 1, row -> row == 77);
    TableSchema schema = TableScan.all().of(table, Missing.MODEL);
    assertTrue(new Orders(schema, Data.of(events(schema, table))).areNone());
  }

  @Tag("training")
  @Test
  void aFitWarnsUnlessTheyAreRequired() throws IOException {
    TableFit fit =
        TableFit.of(stays(300, 1, row -> false))
            .withFlow(FlowFamily.REAL_NVP, size -> new FlowFamily.Size(2, 8, 1, 8))
            .withTraining(usual -> usual.withSteps(5).withMembers(1));
    try (FittedTable free = fit.fitted();
        FittedTable bound = fit.requiring("start <= end", "low <= high").fitted()) {
      assertTrue(
          free.outcome().warnings().stream().anyMatch(one -> one.contains("\"start <= end\"")),
          free.outcome().warnings().toString());
      assertFalse(
          bound.outcome().warnings().stream().anyMatch(one -> one.contains("at most column")),
          bound.outcome().warnings().toString());
    }
  }
}
