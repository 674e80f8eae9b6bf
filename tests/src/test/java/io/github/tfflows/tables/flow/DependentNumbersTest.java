package io.github.tfflows.tables.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.saved.definition.DefinitionReader;
import io.github.tfflows.core.saved.definition.DefinitionWriter;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Cell;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.density.NumberCell;
import io.github.tfflows.tables.density.PointMasses;
import io.github.tfflows.tables.density.TableDensity;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that follow each day, or equal each other in some rows. */
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
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int day = random.nextInt(DAYS);
      String rain = random.nextBoolean() ? "0" : "" + random.nextDouble();
      String value = "" + (ofDay.applyAsDouble(day) + random.nextGaussian());
      rows.add(List.of(value, rain, time(form, day)));
    }
    return TableSources.of("days", List.of("value", "rain", "day"), rows);
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
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      int hour = random.nextInt(24);
      String rain = random.nextBoolean() ? "0" : "" + random.nextDouble();
      cells.add(
          List.of(rain, "" + (ofHour.applyAsDouble(hour) + random.nextGaussian()), "" + hour));
    }
    return TableSources.of("hours", List.of("rain", "value", "hour"), cells);
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
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int bill = random.nextInt(5) == 0 ? 0 : 100 + random.nextInt(9_000);
      int part = random.nextInt(1 + bill);
      int paid = random.nextDouble() < whole ? bill : part;
      rows.add(List.of("" + random.nextInt(9_000), "" + bill, "" + paid));
    }
    return TableSources.of("bills", List.of("limit", "bill", "paid"), rows);
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
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      int[] dice = random.ints(2, 0, 24).toArray();
      rows.add(
          List.of(
              random.nextBoolean() ? "0" : "" + random.nextDouble(), "" + dice[0], "" + dice[1]));
    }
    TableSource source = TableSources.of("dice", List.of("share", "one", "two"), rows);
    List<Cell> cells = density(source, Conditioning.NONE).cells();
    assertTrue(
        Arrays.asList(cells.get(1), cells.get(2)).stream()
            .noneMatch(NumberCell.Tied.class::isInstance));
  }
}
