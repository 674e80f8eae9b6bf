package io.github.tfflows.tables.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.saved.definition.DefinitionReader;
import io.github.tfflows.core.saved.definition.DefinitionWriter;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.cell.Cell;
import io.github.tfflows.tables.cell.NumberCell;
import io.github.tfflows.tables.cell.PiecewiseEncoding;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.tables.cell.Ramp;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.TableDensity;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/**
 * Columns that follow each day, or equal each other in some rows, and the encoding of given
 * numbers.
 */
class DependentNumbersTest {
  private static final int ROWS = 1_200;
  private static final int DAYS = 60;

  private static TableDensity density(TableSource source, Conditioning conditioning)
      throws IOException {
    TableSchema schema = TableScan.all().of(source, Missing.MODEL).conditionedOn(conditioning);
    Data rows = TableReader.readAll(source, schema, Missing.MODEL);
    return (TableDensity)
        TableDistribution.of(
            FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE.on(schema, rows.count()), schema, rows);
  }

  private static String time(String form, int day) {
    LocalDate date = LocalDate.of(2024, 1, 1).plusDays(day);
    return switch (form) {
      case "number" -> "" + day;
      case "date" -> "" + date;
      default -> date + "T%02d:00:00".formatted(6 + day * 7 % 12);
    };
  }

  /** A value that depends on the day, rain that is often zero, and the day. */
  private static TableSource daily(String form, IntToDoubleFunction ofDay) {
    Random random = new Random(3);
    return Tables.of(
        "value,rain,day",
        ROWS,
        i -> {
          int day = random.nextInt(DAYS);
          Object rain = rain(random);
          double value = ofDay.applyAsDouble(day) + random.nextGaussian();
          return List.of(value, rain, time(form, day));
        });
  }

  private static Object rain(Random random) {
    return random.nextBoolean() ? "0" : random.nextDouble();
  }

  private static double[] noise() {
    Random random = new Random(5);
    return IntStream.range(0, DAYS).mapToDouble(day -> 2 * random.nextGaussian()).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"number", "date", "timestamp"})
  void everyDayIsALevelWhereAnotherColumnDiffersFromDayToDay(String form) throws IOException {
    double[] noise = noise();
    TableDensity found = density(daily(form, day -> noise[day]), Conditioning.NONE);
    Cell day = found.cells().get(2);
    PointMasses levels = assertInstanceOf(NumberCell.Levelled.class, day).number().masses();
    assertEquals(DAYS, levels.values().size());
    assertEquals(-Math.log(ROWS), levels.otherLogit(), 1e-12);
    assertEquals(found, read(found));
  }

  private static TableDensity read(TableDensity written) {
    return DefinitionReader.read(DefinitionWriter.write(written).orElseThrow(), TableDensity.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"number", "date", "timestamp"})
  void thereAreNoLevelsWhereOthersFollowASmoothCurve(String form) throws IOException {
    TableSource source = daily(form, day -> 4 * Math.sin(day / 9.0));
    assertInstanceOf(NumberCell.class, density(source, Conditioning.NONE).cells().get(2));
  }

  @Test
  void thereAreNoLevelsWhereCellsAreGiven() throws IOException {
    double[] noise = noise();
    TableDensity found = density(daily("number", day -> noise[day]), Conditioning.ANY);
    assertInstanceOf(NumberCell.class, found.cells().get(2));
  }

  private static TableSource hours(int rows, IntToDoubleFunction ofHour) {
    Random random = new Random(3);
    return Tables.of(
        "rain,value,hour",
        rows,
        i -> {
          int hour = random.nextInt(24);
          Object rain = rain(random);
          return List.of(rain, ofHour.applyAsDouble(hour) + random.nextGaussian(), hour);
        });
  }

  @Test
  void fewValuesOfManyRowsBetweenWhichOthersDifferAreAllPointMasses() throws IOException {
    double[] noise = noise();
    for (int rows : new int[] {2_300, 2_500}) {
      TableDensity found = density(hours(rows, hour -> noise[hour]), Conditioning.NONE);
      PointMasses masses = assertInstanceOf(NumberCell.class, found.cells().get(2)).masses();
      assertEquals(rows < 2_400 ? 0 : 24, masses.values().size(), rows + " rows");
    }
    Cell flat = density(hours(2_500, hour -> 0), Conditioning.NONE).cells().get(2);
    assertTrue(assertInstanceOf(NumberCell.class, flat).masses().isEmpty(), "nothing differs");
    Cell given = density(hours(2_500, hour -> noise[hour]), Conditioning.ANY).cells().get(2);
    assertTrue(assertInstanceOf(NumberCell.class, given).masses().isEmpty(), "where given");
  }

  /** Bills, the last ones in part zero, and payments of a share of them or of the whole bill. */
  private static TableSource bills(double whole) {
    Random random = new Random(4);
    return Tables.of(
        "limit,bill,paid",
        ROWS,
        i -> {
          int bill = random.nextInt(5) == 0 ? 0 : 100 + random.nextInt(9_000);
          int part = random.nextInt(1 + bill);
          int paid = random.nextDouble() < whole ? bill : part;
          return List.of(random.nextInt(9_000), bill, paid);
        });
  }

  @Test
  void paymentsOfWholeBillsAreTies() throws IOException {
    TableDensity found = density(bills(0.2), Conditioning.NONE);
    assertEquals(
        List.of(1), assertInstanceOf(NumberCell.Tied.class, found.cells().get(2)).others());
    assertEquals(found, read(found));
  }

  @Test
  void equalNumbersByChanceAreNoTies() throws IOException {
    for (Cell cell : density(bills(0), Conditioning.NONE).cells()) {
      assertInstanceOf(NumberCell.class, cell);
    }
    assertTrue(
        density(bills(0.2), Conditioning.ANY).cells().stream()
            .allMatch(cell -> cell instanceof NumberCell),
        "where cells are given");
  }

  /** Two dice of 24 sides agree in some eighty rows. */
  @Test
  void equalDiceAreNoTies() throws IOException {
    Random random = new Random(6);
    TableSource source =
        Tables.of(
            "share,one,two",
            2_000,
            i -> {
              int[] dice = random.ints(2, 0, 24).toArray();
              return List.of(rain(random), dice[0], dice[1]);
            });
    List<Cell> cells = density(source, Conditioning.NONE).cells();
    assertTrue(
        Arrays.asList(cells.get(1), cells.get(2)).stream()
            .noneMatch(NumberCell.Tied.class::isInstance));
  }

  private static final int NUMBERS = 6_400;

  private static double[] encoded(Workbench bench, List<Double> knots, double... numbers) {
    try (bench) {
      Expr x = bench.input("x", Shape.of(numbers.length, 1));
      Expr read = Ramp.read(new PiecewiseEncoding(knots).ramps(0), x);
      return bench.fetch(read, Map.of("x", Values.rows(Shape.of(1), numbers))).entries();
    }
  }

  private static WeightedNumbers numbers(int count, IntToDoubleFunction number) {
    double[] all = IntStream.range(0, count).mapToDouble(number).toArray();
    float[] single = new float[count];
    IntStream.range(0, count).forEach(i -> single[i] = (float) all[i]);
    Data data = Data.of(Rows.of(single, 1));
    return WeightedNumbers.of(data, data.x(), new RowLayout(1, List.of()), 0);
  }

  @Test
  void tellsHowMuchOfEachIntervalIsBelowANumber() {
    assertArrayEquals(
        new double[] {-1, -1, 0, -1, 1, -1, 1, 0.5, 1, 1},
        encoded(Workbench.float64(), List.of(0.0, 1.0, 3.0), -7, 0.5, 1, 2.5, 9));
  }

  @Test
  void isFiniteAtTheEdgesOfSinglePrecision() {
    double gap = 2e-30;
    double[] found =
        encoded(Workbench.float32(), List.of(0.0, gap, 3e38), -3e38, 0, gap / 2, gap, 1, 3e38);
    assertArrayEquals(new double[] {-1, -1, -1, -1, 0, -1, 1, -1, 1, -1, 1, 1}, found, 1e-6);
  }

  @Test
  void rejectsKnotsThatDoNotAscend() {
    Expect.rejected(
        "expected at least two knots, got [1.0]", () -> new PiecewiseEncoding(List.of(1.0)));
    Expect.rejected(
        "expected knots in ascending order, got [1.0, 1.0]",
        () -> new PiecewiseEncoding(List.of(1.0, 1.0)));
  }

  @Test
  void intervalsHaveEqualSharesOfTheNumbers() {
    List<Double> knots = numbers(NUMBERS, i -> Math.pow(i / (NUMBERS - 1.0), 3)).knots(64);
    assertEquals(17, knots.size());
    for (int i = 0; i < knots.size(); i++) {
      assertEquals(i / 16.0, Math.cbrt(knots.get(i)), 1e-3);
    }
  }

  @Test
  void eachOfFewNumbersIsAnEnd() {
    List<Double> hours = DoubleStream.iterate(0, hour -> hour + 1).limit(24).boxed().toList();
    assertEquals(hours, numbers(NUMBERS, i -> i % 24).knots(64));
  }

  @Test
  void aNumberOfNearlyAllRowsLeavesIntervalsToTheOthers() {
    List<Double> knots = numbers(NUMBERS, i -> i % 10 == 0 ? i : 0).knots(64);
    assertEquals(List.of(0.0, 10.0), knots.subList(0, 2), "zero has a step of its own");
    assertTrue(knots.size() > 12, knots::toString);
    assertTrue(knots.get(knots.size() * 2 / 3) > 500, knots::toString);
  }

  @Test
  void fewRowsHaveFewIntervals() {
    assertEquals(1 + 640 / 64, numbers(640, i -> i).knots(64).size());
    assertEquals(1 + 4, numbers(20, i -> i).knots(64).size());
    assertEquals(1 + 8, numbers(NUMBERS, i -> i).knots(8).size());
    assertEquals(Optional.empty(), numbers(NUMBERS, i -> i % 2).encoding(64), "a step already");
  }
}
