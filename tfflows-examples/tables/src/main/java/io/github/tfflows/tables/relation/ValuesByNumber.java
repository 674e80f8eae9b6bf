package io.github.tfflows.tables.relation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The value of each number in the rows so far, as long as each has one and few differ. */
final class ValuesByNumber implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int MOST_RANGES = 64;

  /** The most numbers that are stored; of further ones, only the ends of ranges are. */
  private static final int MOST_NUMBERS = 4_096;

  private final TreeMap<Double, Seen> numbers = new TreeMap<>();
  private final Map<String, Long> counts = new HashMap<>();
  private long rows;

  /** The number of rows that repeat a number. */
  private long again;

  /** How often the value changes from one number to the next. */
  private int changes;

  /** A value and the number of its rows. */
  private record Seen(String value, long rows) implements Serializable {
    private static final long serialVersionUID = 1;

    Seen plus(long more) {
      return new Seen(value, rows + more);
    }
  }

  /**
   * Numbers with one value, between numbers with others.
   *
   * @param numbers the different numbers, in ascending order
   * @param rows the number of rows
   */
  record Range(String value, List<Double> numbers, long rows) {
    double first() {
      return numbers.get(0);
    }

    double last() {
      return numbers.get(numbers.size() - 1);
    }
  }

  /** Adds the value of a number; returns whether it has no other, and there are few ranges. */
  boolean add(double number, String value) {
    return add(number, new Seen(value, 1));
  }

  private boolean add(double number, Seen seen) {
    rows += seen.rows;
    counts.merge(seen.value, seen.rows, Long::sum);
    Seen known = numbers.get(number);
    if (known != null) {
      again += seen.rows;
      numbers.put(number, known.plus(seen.rows));
      return isOf(known, seen);
    }
    Map.Entry<Double, Seen> below = numbers.lowerEntry(number);
    Map.Entry<Double, Seen> above = numbers.higherEntry(number);
    boolean isWithin = below != null && above != null && isOf(below.getValue(), above.getValue());
    if (isWithin && numbers.size() >= MOST_NUMBERS) {
      numbers.put(below.getKey(), below.getValue().plus(seen.rows));
      return isOf(below.getValue(), seen);
    }
    numbers.put(number, seen);
    boolean isChange = below != null && above != null && !isWithin;
    changes += change(below, seen) + change(above, seen) - (isChange ? 1 : 0);
    removeInner(below);
    removeInner(above);
    return changes < MOST_RANGES;
  }

  private static boolean isOf(Seen one, Seen other) {
    return one.value.equals(other.value);
  }

  private static int change(Map.@Nullable Entry<Double, Seen> beside, Seen seen) {
    return beside == null || isOf(beside.getValue(), seen) ? 0 : 1;
  }

  /** Removes a number that is not an end of its range, if there are too many. */
  private void removeInner(Map.@Nullable Entry<Double, Seen> inner) {
    if (inner == null || numbers.size() <= MOST_NUMBERS) {
      return;
    }
    Map.Entry<Double, Seen> below = numbers.lowerEntry(inner.getKey());
    Map.Entry<Double, Seen> above = numbers.higherEntry(inner.getKey());
    if (below != null
        && above != null
        && isOf(below.getValue(), inner.getValue())
        && isOf(above.getValue(), inner.getValue())) {
      numbers.remove(inner.getKey());
      numbers.put(below.getKey(), below.getValue().plus(inner.getValue().rows));
    }
  }

  /** Adds the rows that follow; returns whether each number has one value, with few ranges. */
  boolean append(ValuesByNumber later) {
    boolean agree =
        later.numbers.entrySet().stream().allMatch(one -> add(one.getKey(), one.getValue()));
    again += later.again;
    return agree;
  }

  long rows() {
    return rows;
  }

  /** Returns the number of stored numbers. */
  int size() {
    return numbers.size();
  }

  /** Returns whether the numbers are all different, and most whole ones of their range. */
  boolean areRowNumbers() {
    double range = numbers.lastKey() - numbers.firstKey();
    return again == 0
        && range < 2 * rows
        && numbers.keySet().stream().allMatch(number -> number == Math.rint(number));
  }

  List<Range> ranges() {
    List<Range> ranges = new ArrayList<>();
    numbers.forEach(
        (number, seen) -> {
          Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
          if (last == null || !last.value.equals(seen.value)) {
            ranges.add(new Range(seen.value, new ArrayList<>(List.of(number)), seen.rows));
          } else {
            last.numbers.add(number);
            ranges.set(
                ranges.size() - 1, new Range(last.value, last.numbers, last.rows + seen.rows));
          }
        });
    return ranges;
  }

  /**
   * Returns the evidence in nats for ranges, rather than chance: the logarithm of the number of
   * orders that the values of the rows can have, less that of the orders with as many ranges.
   */
  double evidence() {
    double orders = logFactorial(rows);
    for (long count : counts.values()) {
      orders -= logFactorial(count);
    }
    double ofRanges =
        logFactorial(rows - 1) - logFactorial(changes) - logFactorial(rows - 1 - changes);
    return orders - ofRanges - (changes + 1) * Math.log(counts.size());
  }

  /** Stirling's approximation. */
  private static double logFactorial(long number) {
    double n = Math.max(1, number);
    return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n);
  }
}
