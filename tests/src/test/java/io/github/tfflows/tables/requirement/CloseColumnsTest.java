package io.github.tfflows.tables.requirement;

import static io.github.tfflows.tables.Tables.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.prediction.Prediction;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloseColumnsTest {
  private static final LocalDateTime NEW_YEAR = LocalDateTime.of(2023, 1, 1, 0, 0);

  /** The rules of columns in the place of which a model has a distance, in words. */
  private static Map<String, String> rules(TableScan scan, TableSource table) throws IOException {
    Map<String, String> rules = new TreeMap<>();
    scan.of(table, Missing.MODEL).derived().stream()
        .filter(one -> one.relation() instanceof Relation.Beyond)
        .forEach(one -> rules.put(one.column().name(), one.relation().words()));
    return rules;
  }

  private static Map<String, String> rules(TableSource table) throws IOException {
    return rules(TableScan.all(), table);
  }

  private static LocalDateTime anyTime(Random random) {
    return NEW_YEAR.plusSeconds(random.nextInt(365 * 86_400));
  }

  /** The start and the end of trips of less than an hour in a year. */
  private static TableSource trips(String columns, int count) {
    Random random = new Random(1);
    return Tables.of(
        columns,
        count,
        i -> {
          LocalDateTime start = anyTime(random);
          return List.of(start, start.plusSeconds(60 + random.nextInt(3_000)));
        });
  }

  /** The first and the last day of the year of each school. */
  private static TableSource schools(int count) {
    return Tables.of(
        "school,first,last",
        600,
        i -> {
          LocalDate first = LocalDate.of(2001, 8, 1).plusDays(97L * (i % count));
          return List.of(i % count, first, first.plusDays(300 + i % count * 7 % 11));
        });
  }

  @Test
  void columnsOfFewGroupsAreNotClose() throws IOException {
    TableScan rows = TableScan.all().leavingOut(List.of("school"));
    TableScan groups = rows.groupedBy(Optional.of("school"));
    assertEquals(Set.of("last"), rules(rows, schools(40)).keySet());
    assertEquals(Map.of(), rules(groups, schools(40)));
    assertEquals(Set.of("last"), rules(groups, schools(60)).keySet());
  }

  /** Numbers, and others at a distance from them of at most a share of their spread. */
  private static TableSource numbers(int count, double share) {
    Random random = new Random(2);
    return Tables.of(
        "x,y",
        count,
        i -> {
          double x = random.nextDouble() - 0.5;
          return List.of(x, x + share * (random.nextDouble() - 0.4));
        });
  }

  @Test
  void datesTimestampsAndNumbersCanBeClose() throws IOException {
    Random random = new Random(3);
    TableSource table =
        Tables.of(
            "actual,planned,shipped,ordered,paid,name",
            400,
            i -> {
              LocalDateTime planned = anyTime(random);
              LocalDate ordered = LocalDate.of(2020, 1, 1).plusDays(random.nextInt(1_000));
              LocalDate shipped = ordered.plusDays(random.nextInt(4));
              return List.of(
                  planned.plusMinutes(random.nextInt(60) - 20),
                  planned,
                  i % 5 == 0 ? "" : shipped,
                  ordered,
                  i % 10 == 0 ? "" : shipped.plusDays(1 + random.nextInt(9)),
                  "abc".charAt(i % 3));
            });
    assertEquals(
        Map.of(
            "actual", "is close to planned: the model has actual - planned",
            "paid", "is >= ordered: the model has paid - ordered",
            "shipped", "is >= ordered: the model has shipped - ordered"),
        rules(table));
    assertEquals(Map.of("y", "is close to x: the model has y - x"), rules(numbers(200, 0.015)));
  }

  @Test
  void theLesserColumnIsTheBound() throws IOException {
    Map<String, String> expected = Map.of("end", "is >= start: the model has end - start");
    assertEquals(expected, rules(trips("start,end", 100)));
    Random random = new Random(4);
    TableSource reversed =
        Tables.of(
            "end,start",
            100,
            i -> {
              LocalDateTime end = anyTime(random);
              return List.of(end, end.minusSeconds(random.nextInt(3_000)));
            });
    assertEquals(expected, rules(reversed));
  }

  /** Rows in the order of their starts are close to each other, too. */
  @Test
  void theSpreadIsThatOfAllRows() throws IOException {
    Random random = new Random(5);
    TableSource table =
        Tables.of(
            "start,end",
            20_000,
            i -> {
              LocalDateTime start = NEW_YEAR.plusSeconds(20L * i);
              return List.of(start, start.plusSeconds(random.nextInt(7_200)));
            });
    assertEquals(Map.of("end", "is >= start: the model has end - start"), rules(table));
  }

  @Test
  void aColumnThatIsBelowAnotherOneInSomeRowIsOnEitherSide() throws IOException {
    Random random = new Random(6);
    TableSource table =
        Tables.of(
            "start,end",
            3_000,
            i -> {
              LocalDateTime start = anyTime(random);
              return List.of(start, start.plusSeconds(i == 2_500 ? -1 : random.nextInt(3_000)));
            });
    assertEquals(Map.of("end", "is close to start: the model has end - start"), rules(table));
  }

  @Test
  void distancesOfDatesInOrderMaySpreadOverATenth() throws IOException {
    Map<String, String> rule = Map.of("end", "is >= start: the model has end - start");
    assertEquals(rule, rules(polls(28, 0)));
    assertEquals(Map.of(), rules(polls(28, -1)));
    assertEquals(Map.of(), rules(polls(56, 0)));
    assertEquals(Map.of(), rules(numbers(400, 0.07)));
  }

  /**
   * Returns a table of starts within 400 days and their ends.
   *
   * @param days each end is fewer days after its start
   * @param first the days between both in the first row
   */
  private static TableSource polls(int days, int first) {
    Random random = new Random(16);
    return Tables.of(
        "start,end",
        1_000,
        i -> {
          LocalDate start = LocalDate.of(2020, 1, 1).plusDays(random.nextInt(400));
          return List.of(start, start.plusDays(i == 0 ? first : random.nextInt(days)));
        });
  }

  @Test
  void columnsThatAreApartEqualOrOfFewRowsHaveNoRule() throws IOException {
    assertEquals(Map.of(), rules(numbers(400, 0.025)));
    assertEquals(Map.of(), rules(numbers(49, 0.01)));
    assertEquals(Map.of(), rules(numbers(400, 0)));
  }

  /**
   * A sum of other columns is exact; a column that follows from the bound alone changes nothing.
   */
  @Test
  void distancesThatOtherColumnsDetermineHaveNoRule() throws IOException {
    for (String columns : List.of("start,end,minutes,again", "again,minutes,start,end")) {
      Random random = new Random(10);
      TableSource table =
          Tables.of(
              columns,
              200,
              i -> {
                int minutes = random.nextInt(60);
                int start = random.nextInt(1_000_000);
                List<Integer> cells = List.of(start, start + 60 * minutes, minutes, 2 * start);
                return columns.startsWith("start")
                    ? cells
                    : List.of(cells.get(3), minutes, start, cells.get(1));
              });
      assertEquals(Map.of(), rules(table), columns);
      assertEquals(
          Map.of("end", "is >= start: the model has end - start"),
          rules(TableScan.all().leavingOut(List.of("minutes")), table));
    }
  }

  /** Terms of payment, half of the rows without an update, and a tenth of them. */
  @Test
  void datesAndTimestampsWithRepeatedDistancesAreClose() throws IOException {
    assertEquals(
        Map.of(
            "due", "is >= billed: the model has due - billed",
            "updated", "is >= created: the model has updated - created"),
        rules(changes(2)));
    assertEquals(Set.of("due"), rules(changes(10)).keySet());
  }

  /** Invoices, of which one in several was not updated. */
  private static TableSource changes(int every) {
    Random random = new Random(16);
    return Tables.of(
        "billed,due,created,updated",
        1_000,
        i -> {
          LocalDate billed = LocalDate.of(2023, 1, 1).plusDays(random.nextInt(365));
          LocalDateTime created = anyTime(random);
          int later = i % every == 0 ? 0 : random.nextInt(5_000_000);
          LocalDate due = billed.plusDays(List.of(14, 30, 60).get(random.nextInt(3)));
          return List.of(billed, due, created, created.plusSeconds(later));
        });
  }

  /** The dates of a short time, and days of delivery that leave out weekends. */
  @Test
  void distancesThatRepeatLessThanDatesOrMoveWeekdaysHaveNoRule() throws IOException {
    Random random = new Random(17);
    TableSource table =
        Tables.of(
            "any,other,ordered,shipped",
            2_000,
            i -> {
              LocalDate ordered = LocalDate.of(2023, 1, 1).plusDays(random.nextInt(365));
              LocalDate shipped = ordered.plusDays(1 + random.nextInt(14));
              int rest = Math.max(0, shipped.getDayOfWeek().getValue() - 5);
              return List.of(
                  LocalDate.of(2023, 1, 1 + random.nextInt(14)),
                  LocalDate.of(2023, 1, 15 + random.nextInt(14)),
                  ordered,
                  shipped.plusDays(rest == 0 ? 0 : 3 - rest));
            });
    assertEquals(Map.of(), rules(table));
  }

  /** Draws of the distance would not end at the date that stands for no end. */
  @Test
  void aColumnWithFarPointMassesHasNoRule() throws IOException {
    TableScan scan = TableScan.all().withGiven(List.of("start"));
    for (String far : List.of("0001-01-01T00:00:00", "9999-12-31T00:00:00")) {
      assertEquals(Map.of(), rules(scan, ending(far, 100)), far);
    }
    assertEquals(Set.of("end"), rules(ending("9999-12-31T00:00:00", 2_000)).keySet());
  }

  /** Trips of which some end at another time. */
  private static TableSource ending(String other, int every) {
    Random random = new Random(11);
    return Tables.of(
        "start,end",
        2_000,
        i -> {
          LocalDateTime start = anyTime(random);
          return List.of(start, i % every == 0 ? other : start.plusSeconds(random.nextInt(3_000)));
        });
  }

  /** Point masses at both ends of a distance are those of the distance, too. */
  @Test
  void aColumnWithPointMassesNearItsBoundHasARule() throws IOException {
    Random random = new Random(12);
    TableSource table =
        Tables.of(
            "list,sale",
            1_000,
            i -> {
              int list = 50 * (1 + random.nextInt(10));
              return List.of(list, i % 2 == 0 ? list : list + random.nextInt(5));
            });
    assertEquals(Set.of("sale"), rules(table).keySet());
  }

  @Test
  void aColumnWithValuesWhereTheOtherOneHasNoneHasNoRule() throws IOException {
    for (int row : List.of(10, 1_500)) {
      Random random = new Random(7);
      TableSource table =
          Tables.of(
              "start,end",
              2_000,
              i -> {
                LocalDateTime start = anyTime(random);
                LocalDateTime end = start.plusSeconds(random.nextInt(3_000));
                return List.of(i == row ? "" : start, i == row + 1 ? "" : end);
              });
      assertEquals(Map.of(), rules(table), "row " + row);
    }
  }

  @Test
  void columnsThatAreGivenDeclaredOrNamedFollowFromNoOther() throws IOException {
    TableSource table = trips("start,end", 100);
    assertEquals(
        Map.of("start", "is <= end: the model has end - start"),
        rules(TableScan.all().withGiven(List.of("end")), table));
    assertEquals(
        Map.of(), rules(TableScan.all().withKind("end", new ColumnKind.Timestamp()), table));
    assertEquals(
        Map.of(), rules(TableScan.all().withModelled(List.of("start", "end")), table), "named");
    assertEquals(
        Map.of("end", "is >= start: the model has end - start"),
        rules(TableScan.all().withModelled(List.of("end")).withGiven(List.of("start")), table));
  }

  @Test
  void distancesAreCountsOrPositiveAndNamedForTheirColumn() throws IOException {
    Random random = new Random(13);
    TableSource table =
        Tables.of(
            "x,y,start,end",
            200,
            i -> {
              double x = random.nextDouble();
              LocalDateTime start = anyTime(random);
              return List.of(x, x + 0.01 * random.nextDouble(), start, start.plusSeconds(1 + i));
            });
    TableSchema schema = TableScan.all().of(table, Missing.MODEL);
    assertEquals(new ColumnKind.Positive(), schema.modelled().get(schema.place("y - x")).kind());
    assertEquals(new ColumnKind.Count(), schema.modelled().get(schema.place("end - start")).kind());
    assertEquals("end - start", schema.measured("end"));
    assertEquals("y - x", schema.measured("y"));
    assertEquals("start", schema.measured("start"));
  }

  /** The one with gaps, though it comes first, and though it is below the other one. */
  @Test
  void aColumnWithGapsFollows() throws IOException {
    Random random = new Random(15);
    TableSource table =
        Tables.of(
            "start,end",
            200,
            i -> {
              LocalDateTime start = anyTime(random);
              return List.of(i % 9 == 0 ? "" : start, start.plusSeconds(random.nextInt(3_000)));
            });
    assertEquals(Map.of("start", "is close to end: the model has start - end"), rules(table));
  }

  @Test
  void columnsThatAreLeftOutTimesOfDayOrNamedAsADistanceHaveNoRule() throws IOException {
    TableScan scan = TableScan.all().leavingOut(List.of("end"));
    TableSchema starts = scan.of(trips("start,end", 100), Missing.MODEL);
    assertEquals(List.of("start"), starts.all().stream().map(TableColumn::name).toList());
    Random random = new Random(14);
    TableSource table =
        Tables.of(
            "x,y,y - x,from,to",
            200,
            i -> {
              double x = random.nextDouble();
              LocalTime from = LocalTime.of(random.nextInt(23), random.nextInt(50));
              double y = x + 0.01 * random.nextDouble();
              return List.of(x, y, random.nextDouble(), from, from.plusMinutes(random.nextInt(9)));
            });
    assertEquals(Map.of(), rules(table));
  }

  @Test
  void requiredRulesStand() throws IOException {
    TableSource table = numbers(200, 0.01);
    Requirements required = Requirements.of(List.of("y > -2"), table, Set.of());
    assertEquals(
        Map.of("y", "is > -2: the model has y - -2"),
        rules(TableScan.all().requiring(required), table));
  }

  /** The scan names a cell of another form. */
  @Test
  void aColumnWithTextsBesideMomentsHasNoRule() throws IOException {
    Random random = new Random(8);
    TableSource table =
        Tables.of(
            "start,end",
            1_500,
            i -> {
              LocalDateTime start = anyTime(random);
              return List.of(start, i == 1_400 ? "open" : start.plusSeconds(random.nextInt(3_000)));
            });
    Expect.rejected("row 1401, column end: got \"open\", expected a timestamp", () -> rules(table));
  }

  /** Within decades, the seconds of a timestamp are finer than single precision. */
  @Test
  @Tag("training")
  void drawsImputationsAndPredictionsKeepTheDistance(@TempDir Path folder) throws IOException {
    Random random = new Random(9);
    TableSource table =
        Tables.of(
            "planned,actual,open,close",
            400,
            i -> {
              LocalDateTime planned = NEW_YEAR.minusSeconds(random.nextInt(1_200_000_000));
              double open = 1_000 * random.nextDouble();
              LocalDateTime actual = planned.plusSeconds(random.nextInt(100) - 30);
              return List.of(planned, actual, open, open + 1 + random.nextGaussian());
            });
    TableFit fit =
        TableFit.of(table)
            .givenAny()
            .withFlow(FlowFamily.MAF, size -> new FlowFamily.Size(1, 16, 1, 8))
            .withTraining(usual -> usual.withSteps(60).withMembers(1));
    try (TableModel model = fit.fit()) {
      model.draw(200, 1).forEach(CloseColumnsTest::assertClose);
      assertClose(model.imputed(Map.of("actual", "2023-07-01T12:00:00", "close", 500), 1));
      Map<String, ?> given = Map.of("planned", "2023-07-01T12:00:00", "open", 500);
      assertEquals(500, model.predict("close").given(given).median(), 5);
      Prediction actual = model.predict("actual").given(given);
      assertEquals(
          9,
          IntStream.rangeClosed(1, 9).mapToObj(i -> actual.quantile(i / 10.0)).distinct().count());
      model.export(folder.resolve("model"));
    }
    Map<String, double[]> served = Tables.served(folder.resolve("model"), 200);
    double[] open = Objects.requireNonNull(served.get("open"));
    double[] close = Objects.requireNonNull(served.get("close"));
    double[] below = new double[200];
    Arrays.setAll(below, row -> close[row] - open[row]);
    assertEquals(0, Arrays.stream(below).map(Math::abs).filter(apart -> apart > 10).count());
    assertTrue(Arrays.stream(below).anyMatch(apart -> apart < 0));
  }

  private static void assertClose(Map<String, Object> row) {
    Duration apart = Duration.between(time(row, "planned"), time(row, "actual"));
    assertTrue(Math.abs(apart.toMinutes()) < 20, row::toString);
    assertEquals(number(row, "open"), number(row, "close"), 10, row::toString);
  }

  private static LocalDateTime time(Map<String, Object> row, String column) {
    return LocalDateTime.parse(Objects.requireNonNull(row.get(column)).toString());
  }
}
