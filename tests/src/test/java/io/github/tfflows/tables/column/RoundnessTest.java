package io.github.tfflows.tables.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.derived.DrawnValues;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoublePredicate;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Draws are as round as the numbers of their column. */
class RoundnessTest {
  private static final int ROWS = 2_000;

  /** A salary: mostly whole, some with one decimal, a few with three, as all small ones. */
  private static double salary(Random random, int row) {
    double salary = Math.exp(5 + 0.7 * random.nextGaussian());
    return rounded(salary, salary < 100 || row % 20 == 0 ? 3 : row % 10 == 1 ? 1 : 0);
  }

  private static double rounded(double value, int decimals) {
    double power = Math.pow(10, decimals);
    return Math.rint(value * power) / power;
  }

  private static TableSchema schema(String columns, IntFunction<List<?>> row) throws IOException {
    return TableScan.all().of(Tables.of(columns, ROWS, row), Missing.MODEL);
  }

  private static int decimals(double value) {
    return Math.max(0, BigDecimal.valueOf(value).stripTrailingZeros().scale());
  }

  private static double share(double[] numbers, DoublePredicate of, DoublePredicate which) {
    double[] all = Arrays.stream(numbers).filter(of).toArray();
    return Arrays.stream(all).filter(which).count() / (double) all.length;
  }

  /** One number with three decimals gave all draws three. */
  @Test
  void drawsHaveTheDecimalsOfNumbersOfTheirSize() throws IOException {
    Random first = new Random(1);
    TableSchema schema = schema("salary,grade", i -> List.of(salary(first, i), i % 5));
    assertEquals(schema, TableSchema.of(schema.entries()), "a description holds the roundness");
    TableColumn salaries = schema.modelled().get(0);
    Random random = new Random(2);
    double[] rows = IntStream.range(0, 20_000).mapToDouble(i -> salary(random, i)).toArray();
    double[] draws =
        DoubleStream.generate(() -> Math.exp(5 + 0.7 * random.nextGaussian()))
            .limit(20_000)
            .map(x -> (double) salaries.drawn((float) x))
            .toArray();
    for (int most = 0; most <= 3; most++) {
      int decimals = most;
      DoublePredicate isRound = x -> decimals(x) <= decimals;
      assertEquals(share(rows, x -> x >= 100, isRound), share(draws, x -> x >= 100, isRound), 0.03);
      assertEquals(share(rows, x -> x < 100, isRound), share(draws, x -> x < 100, isRound), 0.03);
    }
  }

  @Test
  void numbersOfSixDigitsHaveDrawsOfSix() {
    double[] numbers =
        new Random(3).doubles(ROWS, -2, 4).map(log -> sixDigits(Math.pow(10, log))).toArray();
    Roundness roundness = Roundness.of(1e8, numbers);
    for (double number : new Random(4).doubles(ROWS, -1.9, 3.9).toArray()) {
      double drawn = rounded(Math.pow(10, number), 8 - roundness.lost(Math.pow(10, number), 1e8));
      assertEquals(drawn, sixDigits(drawn), 1e-9 * drawn);
    }
  }

  private static double sixDigits(double value) {
    return new BigDecimal(value).round(new MathContext(6)).doubleValue();
  }

  /** The prices of houses end in three zeros, though few are equal. */
  @Test
  void drawsOfWholeNumbersEndInZerosAsOftenAsRows() throws IOException {
    Random random = new Random(5);
    TableSchema schema =
        schema(
            "price",
            i -> {
              int unit = i % 2 == 0 ? 1_000 : 1;
              return List.of(unit * (random.nextInt(80_000_000) / unit));
            });
    TableColumn price = schema.modelled().get(0);
    double[] draws =
        random.doubles(10_000, 1e6, 7e7).map(x -> (long) price.drawn((float) x)).toArray();
    assertEquals(0.5, share(draws, x -> true, x -> x % 1_000 == 0), 0.05);
    assertEquals(0.55, share(draws, x -> true, x -> x % 10 == 0), 0.05);
  }

  @Test
  void numbersThatAreRoundByChanceKeepTheirDecimals() {
    double[] numbers = new Random(6).doubles(ROWS, 0, 900).map(x -> rounded(x, 3)).toArray();
    assertTrue(Roundness.of(1_000, numbers).isEmpty());
    double[] few = new Random(6).doubles(99, 0, 900).map(Math::rint).toArray();
    assertTrue(Roundness.of(1_000, few).isEmpty(), "99 numbers");
    double[] fine = new Random(6).doubles(ROWS, 0, 900).toArray();
    assertTrue(Roundness.of(1e15, fine).isEmpty(), "decimals of double precision");
  }

  @Test
  void drawsKeepTwoDigits() {
    double[] numbers = new Random(8).doubles(ROWS, 1, 9).map(x -> 1e6 * Math.rint(x)).toArray();
    Roundness roundness = Roundness.of(1, numbers);
    assertEquals(5, roundness.lost(4_321_987, 1), "4,300,000");
  }

  /** The last size contains larger numbers if these are few. */
  @Test
  void aSizeHasAtLeastThirtyNumbers() {
    double[] numbers = IntStream.range(0, 1_000).mapToDouble(i -> i < 980 ? 500 : 5_000).toArray();
    assertEquals(List.of(), Roundness.of(1, numbers).sizes());
    numbers = IntStream.range(0, 1_000).mapToDouble(i -> i < 970 ? 500 : 5_000).toArray();
    assertEquals(List.of(1_000.0), Roundness.of(1, numbers).sizes());
  }

  /** Few prices are equal, so that there are no shared values. */
  @Test
  void equalNumbersOfTwoColumnsStayEqual() throws IOException {
    Random random = new Random(7);
    TableSchema schema =
        schema(
            "price,paid,grade",
            i -> {
              double price = rounded(100 + 300 * random.nextDouble(), i % 5 < 3 ? 2 : 3);
              return List.of(price, i % 3 == 0 ? price : rounded(0.7 * price, 3), i % 5);
            });
    DrawnValues values = new DrawnValues(schema);
    TableColumn price = schema.modelled().get(0);
    TableColumn paid = schema.modelled().get(1);
    int apart = 0;
    for (int i = 0; i < 200; i++) {
      float x = (float) (150 + 1.2345 * i);
      apart += price.drawn(x).equals(paid.drawn(x)) ? 0 : 1;
      assertEquals(price.drawn(x), values.value(1, place -> x));
    }
    assertTrue(apart > 50, apart + " of 200 differ if each is drawn alone");
  }
}
