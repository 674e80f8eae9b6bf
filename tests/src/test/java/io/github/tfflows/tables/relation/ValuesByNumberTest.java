package io.github.tfflows.tables.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValuesByNumberTest {
  private static final int FEW = 64;

  private static String value(double number) {
    return number < 300 ? "low" : number < 400 ? "odd" : number < 700 ? "low" : "high";
  }

  private static ValuesByNumber limited() {
    ValuesByNumber values = new ValuesByNumber();
    values.limit(FEW);
    return values;
  }

  private static boolean add(ValuesByNumber values, List<Double> numbers) {
    return numbers.stream().allMatch(number -> values.add(number, value(number)));
  }

  private static List<Double> numbers() {
    Random random = new Random(3);
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      numbers.add((double) random.nextInt(1000));
    }
    return numbers;
  }

  private static void assertRanges(ValuesByNumber values) {
    List<ValuesByNumber.Range> ranges = values.ranges();
    assertEquals(
        List.of("low", "odd", "low", "high"),
        ranges.stream().map(ValuesByNumber.Range::value).toList());
    assertEquals(2000, ranges.stream().mapToLong(ValuesByNumber.Range::rows).sum());
    for (ValuesByNumber.Range range : ranges) {
      assertTrue(value(range.first()).equals(range.value()) && range.first() <= range.last());
      assertEquals(range.value(), value(range.last()));
    }
    assertTrue(values.size() <= 2 * FEW, values.size() + " are stored");
  }

  /** One range is within another, and begins after all numbers of that are read. */
  @Test
  void findLateRangesWithinOthersBesideFewStoredNumbers() {
    ValuesByNumber values = limited();
    List<Double> sorted = new ArrayList<>(numbers());
    sorted.sort(Comparator.comparing(number -> value(number).equals("odd")));
    assertTrue(add(values, sorted));
    assertRanges(values);
    assertTrue(values.add(350.5, "odd"));
    assertFalse(values.add(500.5, "odd"));
  }

  @Test
  void partsInAnyOrderAreMerged() {
    List<Double> sorted = new ArrayList<>(numbers());
    Collections.sort(sorted);
    for (int first : List.of(1, 100, 600, 620, 1400, 1999)) {
      for (boolean isReversed : List.of(false, true)) {
        ValuesByNumber one = limited();
        ValuesByNumber other = limited();
        List<Double> some = numbers();
        assertTrue(add(one, isReversed ? sorted.subList(0, first) : some.subList(0, first)));
        assertTrue(
            add(other, isReversed ? sorted.subList(first, 2000) : some.subList(first, 2000)));
        assertTrue(one.append(other), first + " rows before the others");
        assertRanges(one);
      }
    }
  }

  /** A part has a value for a number of another part, which no longer stores it. */
  @Test
  void partsThatDisagreeAreFound() {
    ValuesByNumber one = limited();
    ValuesByNumber other = limited();
    for (int number = 0; number < 100; number++) {
      assertTrue(one.add(number, "low"));
    }
    for (double number : List.of(-9.0, 75.0, 200.0)) {
      assertTrue(other.add(number, number == 75 ? "odd" : "low"));
    }
    assertFalse(other.append(one));
  }

  @Test
  void bothZerosHaveOneValue() {
    ValuesByNumber values = limited();
    assertTrue(values.add(0.0, "low"));
    assertFalse(values.add(-0.0, "high"));
  }
}
