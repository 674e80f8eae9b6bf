package io.github.tfflows.tables.sketch;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * Counts of numbers, in a hash table of open addressing with linear probing. It holds no objects: a
 * map of boxed numbers is four times as large and slower.
 */
final class Tally implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int FEWEST = 16;

  private double[] numbers = new double[FEWEST];

  /** The count of the number of each place; zero for free places. */
  private long[] counts = new long[FEWEST];

  private int size;

  /** Adds to the count of a number, which is not NaN. */
  void add(double number, long times) {
    int place = place(number);
    size += counts[place] == 0 ? 1 : 0;
    numbers[place] = number;
    counts[place] += times;
    if (3 * size > 2 * counts.length) {
      rebuild(2 * counts.length, 0);
    }
  }

  void add(Tally other) {
    for (int i = 0; i < other.counts.length; i++) {
      if (other.counts[i] > 0) {
        add(other.numbers[i], other.counts[i]);
      }
    }
  }

  /** Lowers all counts, and removes the numbers whose counts are not above zero afterwards. */
  void lower(long by) {
    long kept = held().filter(place -> counts[place] > by).count();
    rebuild(3 * kept > counts.length ? counts.length : Math.max(FEWEST, counts.length / 2), by);
  }

  private void rebuild(int places, long less) {
    double[] held = numbers;
    long[] heldCounts = counts;
    numbers = new double[places];
    counts = new long[places];
    size = 0;
    for (int i = 0; i < held.length; i++) {
      if (heldCounts[i] > less) {
        int place = place(held[i]);
        numbers[place] = held[i];
        counts[place] = heldCounts[i] - less;
        size++;
      }
    }
  }

  /** Returns zero for a number that it does not hold. */
  long count(double number) {
    return counts[place(number)];
  }

  int size() {
    return size;
  }

  /** Returns the numbers in ascending order. */
  double[] numbers() {
    return held().mapToDouble(place -> numbers[place]).sorted().toArray();
  }

  /** Returns the counts in ascending order. */
  long[] counts() {
    return held().mapToLong(place -> counts[place]).sorted().toArray();
  }

  private IntStream held() {
    return IntStream.range(0, counts.length).filter(place -> counts[place] > 0);
  }

  private int place(double number) {
    int place = (int) Digest.mixed(Double.doubleToLongBits(number));
    do {
      place = (place + 1) & (counts.length - 1);
    } while (counts[place] > 0 && numbers[place] != number);
    return place;
  }
}
