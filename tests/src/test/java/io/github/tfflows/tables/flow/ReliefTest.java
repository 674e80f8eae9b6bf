package io.github.tfflows.tables.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.cell.Holes;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** Shapes of columns: reliefs of their counts, and scales of heavy tails. */
class ReliefTest implements BijectorContract {
  private static final Relief RELIEF = new Relief(-1.03, 0.51, List.of(0.25, 2.5, 0.75, 0.5));

  @Override
  public Bijector bijector(Shape event) {
    return RELIEF;
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1));
  }

  @Test
  void stretchesEachCellByItsHeight() {
    Relief relief = new Relief(0, 1, List.of(0.5, 1.5));
    assertArrayEquals(
        new double[] {-3, 0, 0.25, 0.5, 1.25, 2, 7},
        relief.levelled(-3, 0, 0.5, 1, 1.5, 2, 7),
        1e-15);
  }

  @Test
  void refusesAHeightOfZero() {
    Expect.rejected(
        "expected positive heights, got [0.0, 2.0]", () -> new Relief(0, 1, List.of(0.0, 2.0)));
  }

  private static final int ROWS = 3_000;
  private static final List<Histogram.Residues> DIGITS =
      List.of(Histogram.Residues.modulo(10), Histogram.Residues.modulo(100));

  private static double[] drawn(java.util.function.ToDoubleFunction<Random> number) {
    Random random = new Random(5);
    return IntStream.range(0, ROWS).mapToDouble(i -> number.applyAsDouble(random)).toArray();
  }

  private static double price(Random random) {
    return 100 * Math.rint(20 + 5 * random.nextGaussian()) + (random.nextInt(4) == 0 ? 95 : 99);
  }

  /** The mean height of the cells of some values. */
  private static double height(Relief relief, IntStream values) {
    return values
        .mapToDouble(value -> relief.heights().get((int) ((value - relief.low()) / relief.step())))
        .average()
        .orElseThrow();
  }

  @Test
  void smoothCountsHaveNoRelief() {
    double[] smooth = drawn(random -> Math.rint(40 * random.nextGaussian()));
    assertTrue(Histogram.of(1, smooth).orElseThrow().relief(DIGITS).isEmpty());
    double[] skewed = drawn(random -> Math.floor(Math.exp(1.5 * random.nextGaussian() + 3)));
    assertTrue(Histogram.of(1, skewed).orElseThrow().relief(DIGITS).isEmpty());
  }

  @Test
  void theLastDigitsOfPricesStandOutWherePricesWereSeenAndWhereNot() {
    Relief relief =
        Histogram.of(1, drawn(ReliefTest::price)).orElseThrow().relief(DIGITS).orElseThrow();
    IntStream hundreds = IntStream.range(15, 25);
    double of99 = height(relief, hundreds.map(hundred -> 100 * hundred + 99));
    double of95 = height(relief, IntStream.range(15, 25).map(hundred -> 100 * hundred + 95));
    double ofOthers = height(relief, IntStream.range(1500, 2500).filter(x -> x % 100 < 95));
    assertEquals(3, of99 / of95, 1);
    assertTrue(of99 > 1000 * ofOthers, of99 + " " + ofOthers);
  }

  /** Days of the month, the last of a month, and days of the year. */
  @ParameterizedTest
  @ValueSource(strings = {"15", "L", "04-01"})
  void daysOfTheCalendarStandOutWhereTheyWereSeenAndWhereNot(String day) {
    LocalDate first = LocalDate.of(2001, 1, 1);
    IntPredicate isPaid =
        i -> {
          LocalDate date = first.plusDays(i);
          boolean isLast = date.getDayOfMonth() == date.lengthOfMonth();
          return date.toString().endsWith("-" + day) || (day.equals("L") && isLast);
        };
    int[] often = IntStream.range(0, 9_000).filter(isPaid).filter(i -> i / 366 % 3 != 1).toArray();
    double[] values =
        drawn(
            random ->
                random.nextInt(3) == 0
                    ? random.nextInt(9_000)
                    : often[random.nextInt(often.length)]);
    Histogram histogram = Histogram.of(1, values).orElseThrow();
    List<Histogram.Residues> days =
        Histogram.Residues.ofDays(cell -> first.plusDays((long) histogram.value(cell)));
    Relief relief = histogram.relief(days).orElseThrow();
    IntStream unseen = IntStream.range(366, 732).filter(isPaid);
    double ofUnseen = height(relief, unseen);
    double ofOthers = height(relief, IntStream.range(366, 732).filter(isPaid.negate()));
    assertTrue(ofUnseen > 5 * ofOthers, ofUnseen + " " + ofOthers);
  }

  /** Point masses leave the line of the densities, so that later days move to earlier places. */
  @Test
  void daysOfTheMonthStandOutBeyondPointMasses() {
    LocalDate first = LocalDate.of(2001, 1, 1);
    Holes holes = new Holes(List.of(2_999.5, 5_999.5), List.of(3_003.5, 6_004.5));
    IntPredicate isPaid = i -> first.plusDays(i).getDayOfMonth() == 15 && !holes.contain(i);
    int[] often = IntStream.range(0, 9_000).filter(isPaid).filter(i -> i / 366 != 20).toArray();
    int[] all = IntStream.range(0, 9_000).filter(i -> !holes.contain(i)).toArray();
    ToDoubleFunction<Random> day =
        random -> random.nextInt(3) == 0 ? any(all, random) : any(often, random);
    TimeCoding coding =
        new TimeCoding(
            Moment.Form.DATE, first.atStartOfDay().atOffset(ZoneOffset.UTC), 1, "uuuu-MM-dd");
    Relief relief =
        ColumnMap.relief(
                new TableColumn("day", new ColumnKind.Date(), coding, 0),
                holes,
                numbers(ROWS, day).mapped(holes::glued))
            .orElseThrow();
    double ofUnseen = height(relief, unseen(holes, isPaid));
    double ofOthers = height(relief, unseen(holes, isPaid.negate()));
    assertTrue(ofUnseen > 20 * ofOthers, ofUnseen + " " + ofOthers);
  }

  private static int any(int[] days, Random random) {
    return days[random.nextInt(days.length)];
  }

  private static IntStream unseen(Holes holes, IntPredicate wanted) {
    return IntStream.range(7_320, 7_686).filter(wanted).map(day -> (int) holes.glued(day));
  }

  @Test
  void singleValuesThatManyRowsShareStandOut() {
    List<Integer> shared = List.of(3, 17, 31, 32, 48, 77);
    double[] values =
        drawn(random -> random.nextBoolean() ? shared.get(random.nextInt(6)) : random.nextInt(100));
    Relief relief = Histogram.of(1, values).orElseThrow().relief(DIGITS).orElseThrow();
    double ofShared = height(relief, shared.stream().mapToInt(x -> x));
    double ofOthers = height(relief, IntStream.range(0, 100).filter(x -> !shared.contains(x)));
    assertTrue(ofShared > 10 * ofOthers, ofShared + " " + ofOthers);
  }

  @Test
  void valuesWithoutASpacingAndFewCellsHaveNone() {
    assertTrue(Histogram.of(0, 1, 2, 3).isEmpty());
    assertTrue(Histogram.of(1, 1, 2, 3).isEmpty());
    assertTrue(Histogram.of(1, 1, 1e6, 2e6).isEmpty());
  }

  /** The map of a column of a table with 3,000 rows. */
  private static Bijector map(IntToDoubleFunction value) throws IOException {
    TableSource table = Tables.of("x,y", ROWS, i -> List.of(value.applyAsDouble(i), Math.sin(i)));
    TableColumn x = TableScan.all().of(table, Missing.REFUSE).modelled().get(0);
    float[] numbers = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      numbers[i] = x.coding().number(value.applyAsDouble(i));
    }
    Rows rows = Rows.of(numbers, 1);
    return ColumnMap.of(
        x, WeightedNumbers.of(Data.of(rows), rows, new RowLayout(1, List.of()), 0), 2);
  }

  @Test
  void irregularNumbersThatRowsShareStandOut() throws IOException {
    assertTrue(map(i -> Math.exp(Math.sin(i % 300))).toString().contains("Relief"), "300 rates");
    assertTrue(map(i -> Math.rint(3e5 * Math.sin(i % 300))).toString().contains("Relief"), "codes");
    assertFalse(map(i -> i % 300 / 3.0).toString().contains("Relief"), "a grid");
    assertFalse(map(i -> Math.exp(2 * Math.sin(i))).toString().contains("Relief"), "not shared");
  }

  private static Optional<HeavyTails> tails(int count, ToDoubleFunction<Random> draw) {
    return tails(count, draw, 2);
  }

  private static Optional<HeavyTails> tails(int count, ToDoubleFunction<Random> draw, int columns) {
    return HeavyTails.of(numbers(count, draw), columns);
  }

  private static WeightedNumbers numbers(int count, ToDoubleFunction<Random> draw) {
    Random random = new Random(7);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) draw.applyAsDouble(random);
    }
    Rows rows = Rows.of(numbers, 1);
    return WeightedNumbers.of(Data.of(rows), rows, new RowLayout(1, List.of()), 0);
  }

  @Test
  void otherNumbersHaveALinearScale() {
    assertEquals(Optional.empty(), tails(2000, Random::nextGaussian));
    assertEquals(Optional.empty(), tails(2000, random -> random.nextDouble() - 0.5));
    assertEquals(Optional.empty(), tails(2000, random -> Math.exp(2 * random.nextGaussian())));
    assertEquals(Optional.empty(), tails(2000, random -> -Math.exp(2 * random.nextGaussian())));
    assertEquals(Optional.empty(), tails(2000, random -> 3));
    assertEquals(Optional.empty(), tails(0, random -> 3));
  }

  /** Beside other columns, a tail on one side alone has to gain more, as an extreme one does. */
  @Test
  void skewedNumbersHaveALinearScale() {
    ToDoubleFunction<Random> skewed = random -> Math.exp(0.7 * random.nextGaussian()) - 1.3;
    assertEquals(Optional.empty(), tails(2000, skewed));
    assertTrue(tails(2000, skewed, 1).isPresent(), "a column alone");
    assertTrue(tails(2000, random -> Math.exp(2 * random.nextGaussian()) - 7).isPresent());
  }

  @Test
  void fewNumbersHaveALinearScale() {
    ToDoubleFunction<Random> draw =
        random -> random.nextGaussian() * Math.exp(random.nextGaussian());
    assertEquals(Optional.empty(), tails(20, draw));
    assertTrue(tails(2000, draw).isPresent());
  }

  /** Such as growth in percent, money for each person, and money for a country. */
  @Test
  void numbersInSeveralUnitsHaveTheScaleOfTheSmallest() {
    ToDoubleFunction<Random> mixed =
        random ->
            switch (random.nextInt(3)) {
              case 0 -> 3 + 4 * random.nextGaussian();
              case 1 -> 1e4 * Math.exp(random.nextGaussian());
              default -> 1e10 * Math.exp(2 * random.nextGaussian());
            };
    double unit = tails(3_000, mixed).orElseThrow().unit();
    assertTrue(unit > 0.1 && unit < 10, "unit " + unit);
  }

  /** A tenth of the balances is zero, but for rounding errors. */
  @Test
  void theScaleIsThatOfOtherNumbersThanTheCenter() {
    assertEquals(0, Math.log10(balances(0).unit() / 500), 0.5);
    assertTrue(balances(1e-15).unit() > 1e-9, "not the scale of rounding errors");
  }

  private static HeavyTails balances(double zero) {
    return tails(
            20_000,
            random ->
                random.nextInt(10) == 0
                    ? zero * random.nextGaussian()
                    : 500 * Math.sinh(3 * random.nextGaussian()))
        .orElseThrow();
  }

  /** A Gaussian on the scale, three times as wide as its linear part. */
  @Test
  void findsTheScale() {
    HeavyTails zero =
        tails(20_000, random -> 500 * Math.sinh(3 * random.nextGaussian())).orElseThrow();
    assertEquals(0, zero.center());
    assertEquals(1, zero.unit() / 500, 0.5);
    HeavyTails balances =
        tails(20_000, random -> 500 * Math.sinh(2 + 2 * random.nextGaussian())).orElseThrow();
    assertEquals(0, balances.center());
    assertEquals(1, balances.unit() / 500, 0.5);
    HeavyTails shifted =
        tails(20_000, random -> 40_000 + 5_000 * Math.sinh(2 * random.nextGaussian()))
            .orElseThrow();
    assertEquals(40_000, shifted.center(), 500);
    assertEquals(1, shifted.unit() / 5000, 0.5);
  }

  /** Wide ones follow narrow ones, as in a sorted table. */
  @Test
  void everyNthOfManyNumbersIsRead() {
    int[] place = {0};
    HeavyTails tails =
        tails(150_000, random -> random.nextGaussian() * (place[0]++ < 100_000 ? 1 : 1000))
            .orElseThrow();
    assertEquals(0, tails.center(), 0.1);
    assertTrue(tails.unit() < 10, tails::toString);
  }

  @Test
  void aFarValueHasNoInfluence() {
    assertEquals(
        Optional.empty(),
        tails(2000, random -> random.nextInt(1000) == 0 ? 1e12 : random.nextGaussian()));
  }
}
