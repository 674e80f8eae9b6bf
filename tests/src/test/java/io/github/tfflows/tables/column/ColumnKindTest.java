package io.github.tfflows.tables.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.scan.ScannedTable;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Numbers;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;

/** Kinds of columns, dates, and lattices of values. */
class ColumnKindTest {
  @Test
  void readsWhatItWrites() {
    String all =
        "real positive integer count bounded:-1..2.5 circular:360 categorical boolean"
            + " date time timestamp";
    for (String text : all.split(" ", -1)) {
      assertEquals(text, ColumnKind.parse(text).text());
    }
  }

  @Test
  void rejectsWhatIsNoKind() {
    Expect.rejected("\"reel\"", () -> ColumnKind.parse("reel"));
    Expect.rejected("bounded:2..1", () -> ColumnKind.parse("bounded:2..1"));
    Expect.rejected("\"x\"", () -> ColumnKind.parse("bounded:0..x"));
    Expect.rejected("circular:0", () -> ColumnKind.parse("circular:0"));
    Expect.rejected("\"bounded\"", () -> ColumnKind.parse("bounded"));
  }

  /** Each kind with values that suit it, and others with the message that they get. */
  private static final Map<String, Map<Double, String>> VALUES =
      Map.of(
          "real", Map.of(-1e30, "", 0.5, ""),
          "positive",
              Map.of(0.5, "", 0.0, "above zero", -1.0, "above zero", 1e-62, "at least 1.17"),
          "integer", Map.of(-3.0, "", 0.5, "a whole number", 1e17, "9,007,199,254,740,992"),
          "count", Map.of(0.0, "", -1.0, "zero or more", 0.5, "a whole number", 1e17, "9,007"),
          "bounded:-1..2.5", Map.of(-1.0, "", 2.5, "", 2.6, "-1 to 2.5", -1.1, "-1 to 2.5"),
          "circular:360", Map.of(-1.0, "", 400.0, ""));

  @Test
  void aKindTellsWhichNumbersSuitInJavaAndInGraphs() {
    VALUES.forEach(
        (text, values) -> {
          ColumnKind kind = ColumnKind.parse(text);
          values.forEach(
              (value, expected) -> {
                String what = text + " of " + value;
                String message = kind.unsuitable(value, value).orElse("");
                assertEquals(expected.isEmpty(), message.isEmpty(), what);
                assertTrue(message.contains(expected), message);
                assertEquals(expected.isEmpty(), suitsInGraph(kind, value), what);
              });
          double filler = kind.filler(x -> x);
          assertTrue(kind.unsuitable(filler, filler).isEmpty(), text + " has the filler " + filler);
        });
  }

  private static boolean suitsInGraph(ColumnKind kind, double value) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat64> number = tf.constant(value);
      Optional<Operand<TBool>> suits = kind.suits(tf, number, number);
      if (suits.isEmpty()) {
        return true;
      }
      try (Result result = session.runner().fetch(suits.get()).run()) {
        return ((TBool) result.get(0)).getBoolean();
      }
    }
  }

  @Test
  void onlyKindsOfPlainNumbersHaveTheSpacingOfTheData() {
    Map<String, Double> steps =
        Map.of("real", 0.01, "positive", 0.01, "integer", 1.0, "count", 1.0);
    for (String text : VALUES.keySet()) {
      assertEquals(steps.getOrDefault(text, 0.0), ColumnKind.parse(text).step(0.01), text);
    }
  }

  /**
   * Fractions of small numbers, of which some are frequent, and as many numbers of one row each.
   */
  private static SortedMap<Double, Long> counts() {
    Random random = new Random(3);
    SortedMap<Double, Long> counts = new TreeMap<>();
    for (int i = 0; i < 3_000; i++) {
      int of = 2 + random.nextInt(9);
      counts.merge(random.nextInt(of) / (double) of, 1L, Long::sum);
      counts.merge(random.nextDouble(), 1L, Long::sum);
    }
    return counts;
  }

  /** A number between rows that are near, as a smooth density has it. */
  private static double smooth(Random random, double... rows) {
    int from = 20 * random.nextInt(rows.length / 20);
    double end = rows[Math.min(rows.length - 1, from + 20)];
    return rows[from] + random.nextDouble() * (end - rows[from]);
  }

  @Test
  void smoothDrawsHaveTheSharesOfTheRows() {
    SortedMap<Double, Long> counts = counts();
    Lattice lattice = Lattice.of(counts, 0);
    double[] rows =
        counts.entrySet().stream()
            .flatMapToDouble(one -> DoubleStream.generate(one::getKey).limit(one.getValue()))
            .toArray();
    Random random = new Random(4);
    Map<Double, Integer> found = new HashMap<>();
    int draws = 200_000;
    int shared = 0;
    for (int i = 0; i < draws; i++) {
      double value = smooth(random, rows);
      double moved = lattice.moved(value);
      assertEquals(value, moved, 0.06, "draws move little");
      shared += lattice.isShared(value) ? 1 : 0;
      found.merge(moved, 1, Integer::sum);
    }
    assertEquals(0.5, (double) shared / draws, 0.1);
    int known = 0;
    for (Map.Entry<Double, Integer> one : found.entrySet()) {
      known += one.getValue() > 20 ? 1 : 0;
      assertTrue(one.getValue() == 1 || counts.getOrDefault(one.getKey(), 0L) >= 3, "" + one);
    }
    long often = counts.values().stream().filter(count -> count >= 3).count();
    assertEquals(often, known, "each shared value is drawn");
  }

  @Test
  void neighboursInDoublePrecisionStayNumbers() {
    SortedMap<Double, Long> counts = new TreeMap<>();
    for (double value = 1; counts.size() < 9; value = Math.nextUp(value)) {
      counts.put(value, 40L);
    }
    Lattice lattice = Lattice.of(counts, 0);
    for (double value : counts.keySet()) {
      assertEquals(value, lattice.moved(value), Math.ulp(2.0));
    }
  }

  @Test
  void movingKeepsTheOrder() {
    Lattice lattice = Lattice.of(counts(), 0);
    double last = Double.NEGATIVE_INFINITY;
    for (int i = -10; i < 1_010; i++) {
      double moved = lattice.moved(i / 1_000.0);
      assertTrue(moved >= last, "at " + i);
      last = moved;
    }
    assertEquals(-1, lattice.moved(-1), "beyond the rows");
    assertEquals(2, lattice.moved(2), "beyond the rows");
    assertFalse(lattice.isShared(2));
  }

  private static NumberCoding coding(Scale scale, int decimals, Lattice lattice) {
    NumberCoding.Range range = new NumberCoding.Range(0, 1e308);
    return new NumberCoding(scale, 0, decimals, range, List.of(), lattice);
  }

  @Test
  void drawsBesideSharedValuesHaveTheDecimalsOfTheData() {
    NumberCoding coding = coding(Scale.PLAIN, 6, Lattice.of(counts(), 0));
    assertEquals(1 / 3.0, coding.drawn(1 / 3.0), "shared");
    for (int i = 0; i < 100; i++) {
      double drawn = coding.drawn(i / 100.0 + 0.003);
      boolean isShared = Lattice.of(counts(), 0).isShared(i / 100.0 + 0.003);
      assertTrue(isShared || Math.rint(drawn * 1e6) / 1e6 == drawn, "" + drawn);
    }
  }

  @Test
  void truthsAreWordsInAnyCase() {
    assertEquals(1, TruthCoding.truth(" Yes "));
    assertEquals(0, TruthCoding.truth("F"));
    assertEquals(Double.NaN, TruthCoding.truth("maybe"));
  }

  @Test
  void roundedNumbersAreNoNegativeZerosAndFinite() {
    assertEquals(0.0, coding(Scale.PLAIN, 2, Lattice.NONE).written(-0.001));
    assertEquals(1e7 * 1e300, coding(new Scale(0, 1e300), 2, Lattice.NONE).written(1e7));
  }

  @Test
  void valuesOfOneRowEachAreNoLattice() {
    SortedMap<Double, Long> counts = new TreeMap<>();
    Random random = new Random(5);
    for (int i = 0; i < 1_000; i++) {
      counts.put(random.nextGaussian(), 1L);
    }
    counts.put(0.5, 20L);
    assertTrue(Lattice.of(counts, 0).isEmpty());
    assertTrue(Lattice.of(new TreeMap<>(), 0).isEmpty());
    assertEquals(7, Lattice.NONE.moved(7));
  }

  /** Flows learn the counts of few steps; in a column of many, draws lost its round amounts. */
  @Test
  void amountsOfManyStepsAreALatticeUnlessSharedByChance() {
    Random random = new Random(6);
    SortedMap<Double, Long> round = new TreeMap<>();
    SortedMap<Double, Long> cents = new TreeMap<>();
    for (int i = 0; i < 30_000; i++) {
      cents.merge(random.nextInt(20_000) / 100.0, 1L, Long::sum);
      round.merge(
          i % 2 == 0 ? random.nextInt(20_000) / 100.0 : random.nextInt(1_000) / 5.0, 1L, Long::sum);
    }
    Lattice lattice = Lattice.of(round, 0.01);
    double fifths = random.doubles(10_000, 0, 200).filter(lattice::isShared).count();
    assertEquals(0.5, fifths / 10_000, 0.05, "as in rows");
    assertTrue(Lattice.of(round, 0.02).isEmpty(), "10,000 steps");
    assertTrue(Lattice.of(cents, 0.01).isEmpty(), "no value has three times as many as others");
  }

  private static Optional<LocalDate> expected(String text) {
    try {
      return Optional.of(LocalDate.parse(text)).filter(date -> date.getYear() >= 1);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static void requireAsExpected(String text) {
    assertEquals(expected(text), Moment.parse(text).map(moment -> moment.at().toLocalDate()), text);
  }

  @Test
  void readsTheDatesOfCalendars() {
    LocalDate day = LocalDate.of(1899, 12, 31);
    for (int i = 0; i < 80_000; i++) {
      requireAsExpected(day.plusDays(i).toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2023-02-29", "2024-02-29", "1900-02-29", "2024-02-30", "2024-04-31", "2024-13-01",
        "2024-00-10", "2024-01-00", "0000-01-01", "0001-01-01", "9999-12-31", "2024-1-011",
        "2024-01/05", "+024-01-05", "2024-01-5 ", "20x4-01-05", "٢٠٢٤-01-05", "2024-0١-05"
      })
  void readsNoOtherDates(String text) {
    requireAsExpected(text);
  }

  private static Optional<LocalDateTime> timestamp(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text)).filter(at -> at.getYear() >= 1);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-05-17T14:05:59", "2024-02-29T00:00:00", "2023-02-29T00:00:00", "9999-12-31T23:59:59",
        "2024-05-17T24:00:00", "2024-05-17T23:60:00", "2024-05-17T23:00:60", "2024-05-17T2a:05:59",
        "2024-05-17T14-05-59", "2024-05-17T14:05:5", "2024-05-17T14:05:59.5", "2024-05-17T14:05",
        "0000-05-17T14:05:59", "2024-05-17T14:05:-1", "2024-05-17T-1:05:59", "2024-13-17T14:05:59"
      })
  void readsTimestampsAsTheirStandardSays(String text) {
    assertEquals(
        timestamp(text), Moment.parse(text).map(moment -> moment.at().toLocalDateTime()), text);
    assertEquals(Moment.parse(text), Moment.parse(text.replace('T', ' ')), text);
    assertEquals(Moment.parse(text), Moment.parse(text.replace('T', 't')), text);
    assertEquals(Moment.parse(text + "Z"), Moment.parse(text + "z"), text);
  }

  private static ScannedTable scanned(double... values) throws IOException {
    TableSource source = Tables.of("x", values.length, i -> List.of(values[i]));
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
