package io.github.tfflows.tables.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Expect;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
          "positive", Map.of(0.5, "", 0.0, "above zero", -1.0, "above zero"),
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
    Lattice lattice = Lattice.of(counts);
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
    Lattice lattice = Lattice.of(counts);
    for (double value : counts.keySet()) {
      assertEquals(value, lattice.moved(value), Math.ulp(2.0));
    }
  }

  @Test
  void movingKeepsTheOrder() {
    Lattice lattice = Lattice.of(counts());
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

  @Test
  void valuesOfOneRowEachAreNoLattice() {
    SortedMap<Double, Long> counts = new TreeMap<>();
    Random random = new Random(5);
    for (int i = 0; i < 1_000; i++) {
      counts.put(random.nextGaussian(), 1L);
    }
    counts.put(0.5, 20L);
    assertTrue(Lattice.of(counts).isEmpty());
    assertTrue(Lattice.of(new TreeMap<>()).isEmpty());
    assertEquals(7, Lattice.NONE.moved(7));
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
}
