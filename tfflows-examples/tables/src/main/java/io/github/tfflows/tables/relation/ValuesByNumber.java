package io.github.tfflows.tables.relation;

import static java.util.Objects.requireNonNull;

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

  static final int MOST_RANGES = 64;

  private final TreeMap<Double, Seen> numbers = new TreeMap<>();
  private final Map<String, Long> counts = new HashMap<>();

  /** The most numbers that are stored; of further ones, only the ends of ranges are. */
  private int most = Integer.MAX_VALUE;

  private long rows;

  /** The number of rows that repeat a number. */
  private long again;

  /** How often the value changes from one number to the next. */
  private int changes;

  /** A value and the number of its rows, which begin at a number. */
  private static final class Seen implements Serializable {
    private static final long serialVersionUID = 1;

    private final String value;
    private double last;
    private long rows;

    /**
     * @param last the number of the last row; those between are not stored
     */
    Seen(String value, double last, long rows) {
      this.value = value;
      this.last = last;
      this.rows = rows;
    }

    void add(Seen later) {
      last = Math.max(last, later.last);
      rows += later.rows;
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

  void limit(int numbers) {
    most = numbers;
  }

  /** Adds the value of a number; returns whether it has no other, and there are few ranges. */
  boolean add(double number, String value) {
    double positive = number + 0.0; // also zero
    return add(positive, new Seen(value, positive, 1));
  }

  private boolean add(double number, Seen seen) {
    rows += seen.rows;
    counts.merge(seen.value, seen.rows, Long::sum);
    Map.Entry<Double, Seen> below = numbers.floorEntry(number);
    Map.Entry<Double, Seen> above = numbers.higherEntry(number);
    if (below != null && number <= below.getValue().last) {
      again += number == below.getKey() ? seen.rows : 0;
      below.getValue().add(seen);
      return isOf(below, seen);
    }
    if (numbers.size() >= most && isOf(below, seen) && isOf(above, seen)) {
      join(number, seen);
      return true;
    }
    boolean isWithin = below != null && above != null && isOf(below, above.getValue());
    numbers.put(number, seen);
    boolean isChange = below != null && above != null && !isWithin;
    changes += change(below, seen) + change(above, seen) - (isChange ? 1 : 0);
    removeInner(below);
    removeInner(above);
    return changes < MOST_RANGES;
  }

  private static boolean isOf(Map.@Nullable Entry<Double, Seen> one, Seen other) {
    return one != null && one.getValue().value.equals(other.value);
  }

  private static int change(Map.@Nullable Entry<Double, Seen> beside, Seen seen) {
    return beside == null || isOf(beside, seen) ? 0 : 1;
  }

  /** Removes a number that is not an end of its range, if there are too many. */
  private void removeInner(Map.@Nullable Entry<Double, Seen> inner) {
    if (inner != null
        && numbers.size() > most
        && isOf(numbers.lowerEntry(inner.getKey()), inner.getValue())
        && isOf(numbers.higherEntry(inner.getKey()), inner.getValue())) {
      numbers.remove(inner.getKey());
      join(inner.getKey(), inner.getValue());
    }
  }

  /** Adds rows to the nearer one of the stored numbers beside them, which have the same value. */
  private void join(double first, Seen seen) {
    Map.Entry<Double, Seen> below = requireNonNull(numbers.lowerEntry(first));
    Map.Entry<Double, Seen> above = requireNonNull(numbers.higherEntry(first));
    if (first - below.getValue().last <= above.getKey() - seen.last) {
      below.getValue().add(seen);
    } else {
      numbers.remove(above.getKey());
      above.getValue().add(seen);
      numbers.put(first, above.getValue());
    }
  }

  /** Adds the rows that follow; returns whether each number has one value, with few ranges. */
  boolean append(ValuesByNumber later) {
    boolean agree =
        later.numbers.entrySet().stream().allMatch(one -> append(one.getKey(), one.getValue()));
    again += later.again;
    return agree;
  }

  /** Adds rows from a number to a last one; removes the numbers between, which are not ends. */
  private boolean append(double first, Seen seen) {
    double last = seen.last;
    boolean agrees = add(first, seen);
    Map<Double, Seen> within = numbers.subMap(first, false, last, true);
    Seen all = requireNonNull(numbers.floorEntry(first)).getValue();
    agrees &= within.values().stream().allMatch(one -> one.value.equals(all.value));
    within.values().forEach(all::add);
    within.clear();
    return agrees;
  }

  long rows() {
    return rows;
  }

  /** Returns the number of stored numbers. */
  int size() {
    return numbers.size();
  }

  /** Returns whether all numbers differ, and are most of the whole numbers of their range. */
  boolean areRowNumbers() {
    double range = numbers.lastEntry().getValue().last - numbers.firstKey();
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
            last = new Range(seen.value, new ArrayList<>(), 0);
            ranges.add(last);
          }
          last.numbers.add(number);
          if (seen.last > number) {
            last.numbers.add(seen.last);
          }
          ranges.set(ranges.size() - 1, new Range(last.value, last.numbers, last.rows + seen.rows));
        });
    return ranges;
  }

  /**
   * Returns the evidence in nats for ranges, rather than chance: the logarithm of the number of
   * orders that the values of the rows can have, less that of the orders with as many ranges.
   */
  double evidence() {
    return evidence(rows, counts);
  }

  /**
   * Returns the evidence if each number counts once, as it must if the rows of a number belong to
   * one thing, such as a person. The numbers are few enough to be stored.
   */
  double evidenceOfNumbers() {
    Map<String, Long> values = new HashMap<>();
    numbers.values().forEach(seen -> values.merge(seen.value, 1L, Long::sum));
    return evidence(numbers.size(), values);
  }

  private double evidence(long count, Map<String, Long> values) {
    double orders = logFactorial(count);
    for (long equal : values.values()) {
      orders -= logFactorial(equal);
    }
    double ofRanges =
        logFactorial(count - 1) - logFactorial(changes) - logFactorial(count - 1 - changes);
    return orders - ofRanges - (changes + 1) * Math.log(values.size());
  }

  /** Stirling's approximation. */
  private static double logFactorial(long number) {
    double n = Math.max(1, number);
    return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n);
  }
}
