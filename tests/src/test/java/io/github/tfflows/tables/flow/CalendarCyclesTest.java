package io.github.tfflows.tables.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.FitParts;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.cell.Cycles;
import io.github.tfflows.tables.cell.Cycles.Cycle;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.column.TimeCoding.Part;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The weeks, years and days that other columns of a table follow. */
class CalendarCyclesTest {
  private static final LocalDate START = LocalDate.of(2021, 3, 10);
  private static final Cycle WEEK = new Cycle(7, 3);
  private static final Cycle YEAR = new Cycle(365.2425, 2);

  private final Random random = new Random(7);

  private double noise() {
    return random.nextGaussian();
  }

  private static boolean isWeekend(LocalDate day) {
    return day.getDayOfWeek().getValue() > 5;
  }

  private static double season(LocalDate day) {
    return Math.sin(2 * Math.PI * day.getDayOfYear() / 365.25);
  }

  /** Returns the cycles of the first column, given for the prediction of y. */
  private static List<Cycle> given(String columns, int rows, IntFunction<List<?>> row)
      throws IOException {
    return given(TableFit.of(Tables.of(columns, rows, i -> List.copyOf(row.apply(i)))));
  }

  private static List<Cycle> given(TableFit fit) throws IOException {
    FitParts parts = fit.predicting("y").parts();
    TableSchema schema = parts.table().schema();
    assertEquals("when", schema.given().get(0).name());
    return new CalendarCycles(schema, parts.rows()).of(0).map(Cycles::cycles).orElse(List.of());
  }

  private static List<Cycle> ofDays(int rows, IntFunction<Object> y) throws IOException {
    return given("when,y", rows, i -> List.of(START.plusDays(i), y.apply(i)));
  }

  @Test
  void areThoseThatAGivenDateExplains() throws IOException {
    assertEquals(List.of(), ofDays(900, i -> noise()), "chance");
    assertEquals(List.of(), ofDays(900, i -> i / 300.0 + noise()), "a trend");
    assertEquals(
        List.of(),
        ofDays(3_000, i -> (isWeekend(START.plusDays(i)) ? 0.4 : 0) + noise()),
        "3 % of the variance");
    assertEquals(List.of(WEEK), ofDays(900, i -> (isWeekend(START.plusDays(i)) ? 1 : 0) + noise()));
    assertEquals(List.of(YEAR), ofDays(900, i -> season(START.plusDays(i)) + noise()));
    assertEquals(
        List.of(WEEK, YEAR),
        ofDays(
            900,
            i -> {
              LocalDate day = START.plusDays(i);
              return (isWeekend(day) ? 2 : 0) + season(day) + noise();
            }));
    assertEquals(
        List.of(WEEK),
        ofDays(900, i -> isWeekend(START.plusDays(i)) == (noise() < 1) ? "open" : "closed"),
        "names");
    assertEquals(
        List.of(WEEK),
        ofDays(900, i -> isWeekend(START.plusDays(i)) ? "z" : "n" + (10 + i % 15)),
        "the most frequent of 16 names");
  }

  @Test
  void haveSecondsAsUnitForTimestamps() throws IOException {
    LocalDateTime start = START.atTime(0, 0);
    List<Cycle> found =
        given(
            "when,y",
            900,
            i -> {
              LocalDateTime at = start.plusHours(7L * i);
              return List.of(at, (at.getHour() > 11 ? 1 : 0) + noise());
            });
    assertEquals(List.of(new Cycle(86_400, 3)), found);
  }

  @Test
  void areSeveralPeriodsWithSeveralTimesInEach() throws IOException {
    assertEquals(List.of(), ofDays(500, i -> season(START.plusDays(i)) + noise() / 4), "16 months");
    assertEquals(
        List.of(YEAR), ofDays(600, i -> season(START.plusDays(i)) + noise() / 4), "20 months");
    LocalDate first = LocalDate.of(1990, 1, 1);
    assertEquals(
        List.of(),
        given(
            "when,y",
            200,
            i ->
                List.of(
                    first.plusMonths(i),
                    isWeekend(first.plusMonths(i)) ? 3 + noise() : 0.5 * noise())),
        "a month has one weekday");
  }

  /** The days of stores with very different sales. */
  @Test
  void areSoughtInWhatOtherColumnsLeave() throws IOException {
    IntFunction<List<?>> stores =
        i -> {
          LocalDate day = START.plusDays(i / 3);
          double sales = 50 * (i % 3) + (isWeekend(day) ? 4 : 0) + noise();
          return List.of(day, "s" + i % 3, sales);
        };
    assertEquals(List.of(WEEK), given("when,store,y", 900, stores));
    IntFunction<List<?>> weekends =
        i -> {
          LocalDate day = START.plusDays(i / 3);
          boolean isOpen = isWeekend(day) != (i % 10 == 0);
          return List.of(day, isOpen ? "open" : "closed", (isOpen ? 4 : 0) + noise());
        };
    assertEquals(List.of(), given("when,state,y", 900, weekends), "explained by another column");
  }

  /** Clinics, which differ, and are open on a weekday each or on all days. */
  @Test
  void areNotThoseOfFewGroups() throws IOException {
    double[] levels = random.doubles(30, -2, 2).toArray();
    TableFit alike = clinics(levels, (clinic, week) -> 7 * week + clinic % 5, day -> 0);
    assertEquals(List.of(WEEK), given(alike.without("clinic")));
    assertEquals(List.of(), given(alike.groupedBy("clinic")));
    ToDoubleFunction<LocalDate> weekends = day -> isWeekend(day) ? 1 : 0;
    TableFit daily = clinics(levels, (clinic, week) -> 11 * week + clinic, weekends);
    assertEquals(List.of(WEEK), given(daily.groupedBy("clinic")), "within groups");
    TableFit apart = clinics(new double[70], (clinic, week) -> 7 * week + clinic, weekends);
    assertEquals(List.of(WEEK), given(apart.groupedBy("clinic")), "between groups");
  }

  private TableFit clinics(
      double[] levels, IntBinaryOperator days, ToDoubleFunction<LocalDate> effect) {
    return TableFit.of(
        Tables.of(
            "when,clinic,y",
            60 * levels.length,
            i -> {
              int clinic = i % levels.length;
              LocalDate day = START.plusDays(days.applyAsInt(clinic, i / levels.length));
              return List.of(day, clinic, levels[clinic] + effect.applyAsDouble(day) + noise() / 2);
            }));
  }

  /** Temperatures of a year, whose seasons vary far more than their days. */
  @Test
  void areSoughtAboutTheTrend() throws IOException {
    LocalDateTime start = START.atTime(0, 0);
    IntFunction<List<?>> weather =
        i -> {
          LocalDateTime at = start.plusHours(5L * i);
          double y = 15 * season(at.toLocalDate()) + 2 * Math.sin(Math.PI * at.getHour() / 12);
          return List.of(at, y + noise());
        };
    assertEquals(List.of(new Cycle(86_400, 3)), given("when,y", 1_750, weather));
  }

  @Test
  void areSoughtInAllYearsOfALongTable() throws IOException {
    LocalDateTime start = START.atTime(0, 0);
    IntFunction<List<?>> weather =
        i -> {
          LocalDateTime at = start.plusMinutes(30L * i);
          return List.of(at, 3 * season(at.toLocalDate()) + noise());
        };
    assertEquals(List.of(new Cycle(86_400 * 365.2425, 2)), given("when,y", 60_000, weather));
  }

  /** Prices that move by chance are high in some months of four years. */
  @Test
  void areNotThoseOfARandomWalk() throws IOException {
    double[] prices = new Random(4).doubles(1_400, -1, 1).toArray();
    Arrays.parallelPrefix(prices, Double::sum);
    assertEquals(List.of(), ofDays(1_400, i -> prices[i]));
  }

  /** Of 40 days with 30 equal rows each, weekdays explain much by chance. */
  @Test
  void countEqualTimesOnce() throws IOException {
    double[] ofDay = new Random(1).doubles(40, -1, 1).toArray();
    assertEquals(
        List.of(), given("when,y", 1_200, i -> List.of(START.plusDays(i % 40), ofDay[i % 40])));
  }

  private static Part part(String columns, int rows, IntFunction<List<?>> row) throws IOException {
    TableSource source = Tables.of(columns, rows, i -> List.copyOf(row.apply(i)));
    TableSchema schema = TableFit.of(source).parts().table().schema();
    assertEquals(schema, TableSchema.of(new ModelDescription(schema.entries())));
    return ((TimeCoding) schema.modelled().get(0).coding()).part();
  }

  @Test
  void partsOfModelledDatesExplainMostOfAnotherColumn() throws IOException {
    assertEquals(Part.NONE, part("when,y", 400, i -> List.of(START.plusDays(i), noise())));
    assertEquals(
        Part.WEEKDAY,
        part(
            "when,x,y",
            900,
            i -> {
              LocalDate day = START.plusDays(i);
              return List.of(day, noise(), (isWeekend(day) ? 4 : 0) + season(day) + noise());
            }));
    assertEquals(
        Part.TWELFTH,
        part(
            "when,y",
            900,
            i -> {
              LocalDate day = START.plusDays(i);
              return List.of(day, (isWeekend(day) ? 1 : 0) + 3 * season(day) + noise());
            }));
  }

  /** Sales of 60 days, of which each differs from its neighbours. */
  @Test
  void daysThatAreLevelsHaveNoParts() throws IOException {
    double[] ofDay = new Random(1).doubles(60, 0, 9).toArray();
    IntFunction<List<?>> sales =
        i -> {
          LocalDate day = START.plusDays(i % 60);
          double y = (isWeekend(day) ? 20 : 0) + ofDay[i % 60] + noise();
          return List.of(day, i % 9 == 0 ? "" : y);
        };
    assertEquals(Part.NONE, part("when,y", 12_000, sales));
    assertEquals(Part.WEEKDAY, part("when,y", 540, sales), "nine rows of each day");
  }

  private static double mean(List<Map<String, Object>> draws, boolean ofWeekends) {
    return draws.stream()
        .filter(draw -> isWeekend(LocalDate.parse((String) draw.get("when"))) == ofWeekends)
        .mapToDouble(draw -> (Double) draw.get("y"))
        .average()
        .orElseThrow();
  }

  @Test
  @Tag("training")
  void predictionsAndDrawsFollowTheWeek() throws IOException {
    TableSource source =
        Tables.of(
            "when,y",
            900,
            i -> {
              LocalDate day = START.plusDays(i);
              return List.of(day, (isWeekend(day) ? 4 : 0) + noise());
            });
    TableFit fit = TableFit.of(source).withTraining(usual -> usual.withMembers(1));
    try (TableModel model = fit.predicting("y").fit()) {
      LocalDate saturday = LocalDate.of(2022, 4, 2);
      assertEquals(4, model.predict("y").given(Map.of("when", saturday)).mean(), 1);
      assertEquals(0, model.predict("y").given(Map.of("when", saturday.minusDays(1))).mean(), 1);
    }
    try (TableModel model = fit.fit()) {
      List<Map<String, Object>> draws = model.draw(Map.of(), 2_000, 1);
      assertEquals(4, mean(draws, true) - mean(draws, false), 1);
    }
  }
}
