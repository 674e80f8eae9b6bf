package io.github.tfflows.tables.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.scan.ScannedTable;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values keep apart in single precision, and come back with the digits of the data. */
class NumberCodingTest {
  private static ScannedTable scanned(double... values) throws IOException {
    List<List<String>> rows =
        DoubleStream.of(values).mapToObj(value -> List.of(Double.toString(value))).toList();
    TableSource source = TableSources.of("t", List.of("x"), rows);
    ScannedTable found = TableScan.all().scanned(source, Missing.REFUSE);
    assertEquals(found.schema(), TableSchema.of(found.schema().entries()));
    return found;
  }

  private static TableColumn column(double... values) throws IOException {
    return scanned(values).schema().modelled().get(0);
  }

  private static double[] values(int count, DoubleSupplier next) {
    return DoubleStream.generate(next).limit(count).toArray();
  }

  private static double value(Object decoded) {
    return ((Number) decoded).doubleValue();
  }

  static Stream<double[]> tables() {
    Random random = new Random(1);
    return Stream.of(
        values(
            2_000,
            () -> random.nextInt(10) < 5 ? 2e7 - random.nextInt(2) : random.nextInt(90_000_000)),
        values(2_000, () -> 1000.00001 + 2e-5 * random.nextInt(2)),
        values(2_000, () -> random.nextBoolean() ? 1e9 : 999_999_990),
        values(2_000, () -> 1.6e9 + random.nextInt(10_000_000)),
        values(2_000, () -> Math.round(1.7e10 + random.nextInt(100_000)) / 10.0),
        values(2_000, () -> 1 + 1e-13 * random.nextInt(1_000)),
        values(2_000, () -> 1e-13 * random.nextInt(100)),
        values(2_000, () -> 1e-40 * (1 + random.nextInt(100))),
        values(2_000, () -> 1e300 * random.nextInt(100)),
        values(2_000, () -> random.nextInt(100) == 0 ? Double.MAX_VALUE : random.nextGaussian()),
        values(2_000, () -> Math.round(100 * Math.exp(random.nextGaussian())) / 100.0),
        values(2_000, () -> 12_345_678.25 + random.nextInt(400) / 4.0));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void allValuesKeepApartAndComeBack(double[] values) throws IOException {
    TableColumn column = column(values);
    double[] distinct = DoubleStream.of(values).distinct().sorted().toArray();
    List<Float> numbers = new ArrayList<>();
    for (double value : distinct) {
      float number = column.number(value);
      assertEquals(value, value(column.drawn(number)), Math.abs(value) * 1e-6, column.toString());
      numbers.add(number);
    }
    for (double mass : column.coding().masses()) {
      assertEquals(mass, value(column.drawn(column.number(mass))), "a mass as it was");
    }
    List<Float> ascending = new ArrayList<>(numbers);
    ascending.sort(null);
    assertEquals(ascending, numbers);
    boolean isWide = values[0] >= 0 && distinct[distinct.length - 1] == 89_999_999;
    if (!isWide && column.unit() == 1) {
      assertEquals(distinct.length, numbers.stream().distinct().count(), column.toString());
    }
  }

  @Test
  void pricesThatSinglePrecisionTakesForOneAreTwoMasses() throws IOException {
    Random random = new Random(2);
    ScannedTable found =
        scanned(
            values(
                3_000,
                () -> {
                  int share = random.nextInt(10);
                  double other = Math.rint(Math.exp(16.5 + 0.8 * random.nextGaussian()));
                  return share < 3 ? 19_999_999 : share < 5 ? 20_000_000 : other;
                }));
    TableColumn price = found.schema().modelled().get(0);
    assertEquals(List.of(19_999_999.0, 20_000_000.0), price.coding().masses());
    assertEquals(Float.parseFloat("19999999"), Float.parseFloat("20000000"));
    assertTrue(price.number(19_999_999) < price.number(20_000_000));
    assertTrue(price.number(20_000_001) > price.number(20_000_000));
    assertEquals(19_999_999L, price.drawn(price.number(19_999_999)));
    assertEquals(20_000_000L, price.drawn(price.number(20_000_000)));
    assertTrue(found.notes().get(0).contains("single precision holds its numbers to"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-40, 1e-30, 1e-20, 1e-13, 1e-7, 1, 1e6, 1e12, 1e30, 1e37, 1e200})
  void everyScaleHasAUnitThatSinglePrecisionHolds(double size) throws IOException {
    Random random = new Random(3);
    for (double center : new double[] {0, 10 * size}) {
      double[] values = values(1_000, () -> center + size * random.nextGaussian());
      TableColumn column = column(values);
      for (double value : values) {
        float number = column.number(value);
        assertTrue(number == 0 || Math.abs(number) >= Float.MIN_NORMAL, "flushed to zero");
        assertEquals(value, value(column.decoded(number)), 2e-6 * (center + size));
      }
      assertFalse(column.step() >= size, "a step of " + column.step());
    }
  }

  @Test
  void drawsHaveTheDecimalsOfTheData() throws IOException {
    Random random = new Random(4);
    TableColumn cents = column(values(500, () -> Math.rint(1e6 * random.nextGaussian()) / 100));
    for (int i = 0; i < 1_000; i++) {
      float drawn = (float) (5_000 * random.nextGaussian());
      String text = Numbers.text(value(cents.drawn(drawn)));
      assertTrue(text.indexOf('.') < 0 || text.length() - text.indexOf('.') <= 3, text);
    }
    TableColumn seven = column(values(500, () -> Math.rint(1e7 * random.nextGaussian()) / 1e7));
    assertEquals(2.8379111, seven.decoded(2.8379111f));
    TableColumn all = column(values(500, random::nextGaussian));
    assertEquals(2.8379111, all.decoded(2.8379111f));
  }

  @Test
  void namesAFillValueAndGivesItAMass() throws IOException {
    Random random = new Random(5);
    double fill = 9.96921e36;
    double[] values = values(10_000, () -> random.nextInt(500) == 0 ? fill : random.nextGaussian());
    ScannedTable found = scanned(values);
    long count = Arrays.stream(values).filter(value -> value == fill).count();
    assertEquals(List.of(fill), found.schema().modelled().get(0).coding().masses());
    assertTrue(
        found.notes().get(0).startsWith("column x: %d rows hold 9.96921E36, far".formatted(count)),
        found.notes().toString());
    assertTrue(found.notes().get(0).contains("it is the fill value of netCDF"));
    double[] wind = values(5_000, () -> Math.rint(100 * Math.exp(random.nextGaussian())) / 10);
    wind[17] = 1e6;
    assertTrue(scanned(wind).notes().get(0).startsWith("column x: a row holds 1000000, far"));
    wind[17] = 3;
    assertEquals(List.of(), scanned(wind).notes());
  }
}
