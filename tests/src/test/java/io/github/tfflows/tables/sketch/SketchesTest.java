package io.github.tfflows.tables.sketch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Scale;
import io.github.tfflows.testing.Serialized;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums over the values of a column that parts of a table add up to. */
class SketchesTest {
  /** The reach of equal values, which is without ends. */
  private static final Bulk.Reach ALL = Bulk.Reach.of(1, 1);

  private static Scale scale(ColumnKind kind, double step, double... sorted) {
    return new Bulk(sorted).scale(kind, step);
  }

  @Test
  void numbersHaveAnOriginOrAUnitWhereSinglePrecisionNeedsOne() {
    ColumnKind real = new ColumnKind.Real();
    assertEquals(new Scale(1e6, 1), scale(real, 1e-3, 999_999.999, 1e6, 1_000_000.001));
    assertEquals(new Scale(Math.PI, 1), scale(real, 0, Math.PI, Math.PI), "with gaps");
    assertEquals(new Scale(0, 1e20), scale(real, 0, -1e20, 0, 1e20));
    assertEquals(new Scale(0, 1), scale(new ColumnKind.Whole(), 1, 0, 5e7, 1e8), "no digits saved");
    ColumnKind.Positive positive = new ColumnKind.Positive();
    assertEquals(new Scale(0, 1e20), scale(positive, 0, 1e20, 2e20, 3e20));
    assertEquals(new Scale(0, 1), scale(positive, 1, 1e20, 2e20, 3e20));
    assertEquals(new Scale(1e6, 1), scale(new ColumnKind.Bounded(1e6, 1e6 + 1), 0, 1e6, 1e6 + 1));
    assertEquals(new Scale(0, 1e20), scale(new ColumnKind.Bounded(0, 1e20), 0, 0, 1e20));
  }

  @Test
  void selectsWhatASortPutsAtAPlace() {
    Random random = new Random(1);
    double[] odd = {Double.NaN, 0.0, -0.0, Double.POSITIVE_INFINITY, -1, Double.NaN, 0.0, -0.0};
    double[] rising = IntStream.range(0, 100_000).mapToDouble(i -> i).toArray();
    double[] hill = DoubleStream.of(rising).map(i -> Math.min(i, 100_000 - i)).toArray();
    double[] coarse = DoubleStream.generate(() -> random.nextInt(3)).limit(1_000).toArray();
    for (double[] numbers : List.of(odd, rising, hill, coarse, new double[] {1})) {
      double[] sorted = numbers.clone();
      Arrays.sort(sorted);
      for (int i = 0; i < 20; i++) {
        int place = i * (numbers.length - 1) / 19;
        assertEquals(sorted[place], Selection.at(place, numbers), "place " + place);
      }
      assertEquals(new Bulk(sorted).width(), Bulk.width(numbers));
    }
  }

  private static List<Double> masses(int rows, double step, DoubleSupplier values) {
    return counts(rows, i -> values.getAsDouble()).masses(step, ALL);
  }

  private static ValueCounts counts(int rows, IntToDoubleFunction value) {
    ValueCounts counts = new ValueCounts();
    for (int i = 0; i < rows; i++) {
      counts.add(value.applyAsDouble(i));
    }
    return counts;
  }

  @ParameterizedTest
  @ValueSource(ints = {5_000, 200_000})
  void findsAValueAmongMoreThanItHolds(int rows) {
    Random random = new Random(1);
    assertEquals(
        List.of(0.0),
        masses(rows, 0, () -> random.nextInt(50) == 0 ? -0.0 : 1 + random.nextDouble()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300, 3_000})
  void findsAValueInPartsOfMoreThanItHolds(int rows) {
    Random random = new Random(1);
    ValueCounts merged = new ValueCounts();
    for (int part = 0; part < 20; part++) {
      merged.append(
          counts(rows * part, i -> random.nextInt(50) == 0 ? -0.0 : 1 + random.nextDouble()));
    }
    assertEquals(rows == 1 ? List.of() : List.of(0.0), merged.masses(0, ALL));
  }

  @Test
  void addsCountsOfPartsWithMoreThanItHolds() {
    ValueCounts merged = new ValueCounts();
    for (int part = 0; part < 3; part++) {
      int of = part;
      merged.append(counts(20_000, i -> i % 100 == 0 ? -1 - of % 2 : 20_000 * of + i));
    }
    assertEquals(List.of(-1.0), merged.masses(0, ALL), "400 of 60,000 rows, not the 200 of -2");
  }

  /** Amounts in ascending order beside zero, or below a limit; those read first are not held. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void theRangeBesideAMassIsThatOfAllOtherValues(int parts) {
    NumberCoding.Range all = new NumberCoding.Range(0, 80_000);
    ValueCounts up = new ValueCounts();
    ValueCounts down = new ValueCounts();
    int rows = 80_000 / parts;
    for (int part = 0; part < parts; part++) {
      int first = rows * part;
      up.append(counts(rows, i -> i % 4 == 0 ? 0 : first + i));
      down.append(counts(rows, i -> i % 4 == 0 ? 80_000 : 80_000 - first - i));
    }
    assertEquals(List.of(0.0), up.masses(0, ALL));
    assertEquals(List.of(80_000.0), down.masses(0, ALL));
    assertEquals(1, up.dense(all, List.of(0.0), 0).low());
    assertEquals(79_999, down.dense(all, List.of(80_000.0), 0).high());
  }

  @Test
  void fewValuesAreNotThoseThatAreLeftOfMany() {
    ValueCounts counts = counts(20_002, i -> Math.max(0, i - 1));
    assertEquals(List.of(), counts.masses(0, ALL), "two rows of zero");
    ValueCounts merged = new ValueCounts();
    merged.append(counts);
    assertEquals(List.of(), merged.masses(0, ALL));
  }

  @Test
  void holdsNoMoreOfManyPartsThanOfOne() {
    ValueCounts merged = new ValueCounts();
    for (int part = 0; part < 5; part++) {
      int start = 20_000 * part;
      ValueCounts counts = counts(20_000, i -> start + i);
      int size = Serialized.bytes(counts).length;
      merged.append(counts);
      int ends = Serialized.bytes(merged).length - size;
      assertTrue(ends <= 3_000, ends + " bytes of the least and the greatest values");
    }
  }

  @Test
  void findsNoneInSmoothCounts() {
    Random random = new Random(2);
    assertEquals(List.of(), masses(20_000, 1, () -> Math.rint(60 + 12 * random.nextGaussian())));
    assertEquals(List.of(), masses(20_000, 0, random::nextGaussian));
  }

  @Test
  void findsRoundNumbersOnAGrid() {
    Random random = new Random(3);
    DoubleSupplier prices =
        () -> {
          int price = 100 + random.nextInt(1_900);
          return random.nextInt(3) == 0 ? Math.rint(price / 500.0) * 500 : price;
        };
    assertEquals(List.of(0.0, 500.0, 1_000.0, 1_500.0, 2_000.0), masses(20_000, 1, prices));
  }

  @Test
  void givesAllOfFewValuesMasses() {
    Random random = new Random(4);
    assertEquals(List.of(1.0, 2.0, 3.0), masses(60, 1, () -> 1 + random.nextInt(3)));
    assertEquals(List.of(), masses(50, 1, () -> 1 + random.nextInt(3)));
  }

  private static NumberCoding.Range dense(int values, Double... masses) {
    NumberCoding.Range all = new NumberCoding.Range(0, values - 1);
    return counts(100, i -> i % values).dense(all, List.of(masses), 1);
  }

  @Test
  void otherValuesLieBetweenTheMasses() {
    assertEquals(new NumberCoding.Range(1, 9), dense(10, 0.0));
    assertEquals(new NumberCoding.Range(2, 7), dense(10, 0.0, 1.0, 8.0, 9.0));
    assertEquals(new NumberCoding.Range(0, 9), dense(10, 5.0));
    assertEquals(new NumberCoding.Range(0, 1), dense(2, 0.0, 1.0), "there are no others");
  }

  @Test
  void keepsTheMostFrequentOfMany() {
    Random random = new Random(5);
    DoubleSupplier values = () -> 10 * Math.min(random.nextInt(80), random.nextInt(80));
    List<Double> found = masses(100_000, 1, values);
    assertEquals(60, found.size());
    assertEquals(List.of(0.0, 10.0, 20.0), found.subList(0, 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 20_000, 100_000})
  void countsAsAMapDoes(int most) {
    Random random = new Random(6);
    ValueCounts counts = new ValueCounts();
    Map<Double, Long> expected = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      double value = Math.min(random.nextInt(most), random.nextInt(most)) / 8.0 - 100;
      counts.add(value);
      expected.merge(value, 1L, Long::sum);
      if (expected.size() > 20_000) {
        expected.replaceAll((held, count) -> count - 1);
        expected.values().removeIf(count -> count == 0);
      }
    }
    for (int i = 0; i < most; i++) {
      double value = i / 8.0 - 100;
      assertEquals(
          expected.getOrDefault(value, 0L), counts.count(value), () -> "count of " + value);
    }
    assertEquals(
        most > 20_000 ? Map.of() : expected, counts.others(List.of()), "values without masses");
  }

  @Test
  void countsWithoutObjects() {
    ValueCounts counts = counts(1_000, i -> i);
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000_000; i++) {
      counts.add(i % 1_000);
    }
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 100_000, () -> "allocated " + allocated + " bytes");
  }

  private static Digest.Sum ofTexts(String... texts) {
    Digest digest = new Digest();
    for (String text : texts) {
      digest.add(text);
    }
    return digest.sum();
  }

  private static Digest.Sum ofNumbers(double... numbers) {
    Digest digest = new Digest();
    for (double number : numbers) {
      digest.add(number);
    }
    return digest.sum();
  }

  @Test
  void textsOfEqualHashCodesDiffer() {
    assertEquals("Aa".hashCode(), "BB".hashCode());
    assertNotEquals(ofTexts("Aa", "BB"), ofTexts("BB", "Aa"));
    assertEquals(ofTexts("Aa", "BB"), ofTexts("Aa", "BB"));
    Set<Digest.Sum> sums = new HashSet<>();
    for (int i = 0; i < 1 << 12; i++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < 12; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      sums.add(ofTexts(text.toString()));
    }
    assertEquals(1 << 12, sums.size(), "texts of one hash code");
  }

  /** These patterns of two cells cancel out in every polynomial modulo a power of two. */
  @Test
  void patternsDoNotCancelOut() {
    String[] one = new String[1 << 12];
    String[] other = new String[1 << 12];
    for (int i = 0; i < one.length; i++) {
      one[i] = Integer.bitCount(i) % 2 == 0 ? "yes" : "no";
      other[i] = Integer.bitCount(i) % 2 == 0 ? "no" : "yes";
    }
    assertNotEquals(ofTexts(one), ofTexts(other));
  }

  @Test
  void kindsOfCellsDiffer() {
    assertNotEquals(ofNumbers(1), ofTexts("1"));
    assertNotEquals(ofNumbers(Double.NaN), ofTexts(""));
    assertNotEquals(ofNumbers(Double.NaN), ofNumbers(0));
    assertNotEquals(ofTexts("a", ""), ofTexts("", "a"));
    assertNotEquals(ofTexts("ab", "c"), ofTexts("a", "bc"));
    assertEquals(ofNumbers(0.0), ofNumbers(-0.0), "one value");
    assertNotEquals(ofNumbers(1, 2), ofNumbers(2, 1));
  }

  @Test
  void partsMakeTheWhole() {
    Random random = new Random(1);
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      cells.add(Integer.toString(random.nextInt(50), 36));
    }
    Digest.Sum whole = ofTexts(cells.toArray(String[]::new));
    for (int cut : new int[] {0, 1, 499, 999, 1_000}) {
      Digest first = new Digest();
      cells.subList(0, cut).forEach(first::add);
      Digest second = new Digest();
      cells.subList(cut, 1_000).forEach(second::add);
      first.append(second);
      assertEquals(whole, first.sum(), "cut at " + cut);
    }
  }

  private static final int VALUES = 300;

  private static Moments moments(double... values) {
    Moments moments = new Moments();
    for (double value : values) {
      moments.add(value);
    }
    return moments;
  }

  @Test
  void momentsAreThoseOfTheValues() {
    Moments moments = moments(1, 2, 2, 7);
    assertEquals(4, moments.count());
    assertEquals(3, moments.mean(), 1e-15);
    assertEquals(22, moments.squares(), 1e-14);
    assertEquals(Math.sqrt(22 / 4.0), moments.deviation(), 1e-15);
    assertEquals(54 / 4.0 / Math.pow(22 / 4.0, 1.5), moments.skewness(), 1e-14);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 150, VALUES - 1, VALUES})
  void momentsOfTwoPartsAreThoseOfAllValues(int cut) {
    Random random = new Random(5);
    Moments whole = new Moments();
    Moments first = new Moments();
    Moments second = new Moments();
    for (int i = 0; i < VALUES; i++) {
      double x = Math.exp(random.nextGaussian()) + (i < 100 ? 0 : 4);
      whole.add(x);
      (i < cut ? first : second).add(x);
    }
    first.append(second);
    assertEquals(whole.mean(), first.mean(), 1e-12);
    assertEquals(whole.deviation(), first.deviation(), 1e-12);
    assertEquals(whole.skewness(), first.skewness(), 1e-12);
  }

  @Test
  void momentsOfEqualValuesHaveNoDeviation() {
    Moments moments = new Moments();
    moments.append(new Moments());
    for (int part = 0; part < 7; part++) {
      moments.append(moments(0.1, 0.1, 0.1));
    }
    assertEquals(0.1, moments.mean());
    assertEquals(0, moments.deviation());
  }

  /** In twenty tables of 300 numbers up to 400, of which several are equal by chance. */
  @Test
  void valuesRecurMoreOftenThanTheirNeighbours() {
    long byChance = 0;
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      ValueCounts counts = counts(300, i -> i % 20 == 0 ? 77 : random.nextInt(400));
      assertTrue(counts.recurs(77, 1));
      assertFalse(counts.recurs(400, 1), "does not occur");
      byChance += IntStream.range(0, 400).filter(x -> counts.recurs(x, 1)).count() - 1;
    }
    assertTrue(byChance < 20, byChance + " of 8,000 by chance");
    ValueCounts few = counts(40, i -> i % 39);
    assertFalse(few.recurs(3, 1));
    assertTrue(counts(40, i -> i % 13).recurs(3, 1), "few values");
  }
}
