package io.github.tfflows.tables.sketch;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A random sample of numbers without replacement, in one pass: the numbers with the lowest random
 * priorities. The samples of two parts can be combined to the sample of the whole (Cohen and
 * Kaplan, "Summarizing data using bottom-k sketches", PODC, 2007).
 */
public final class ValueSample implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int SIZE = 2048;

  /** The step of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long count;
  private long[] priorities = new long[16];
  private double[] values = new double[16];
  private int held;

  /** Numbers of this priority or above are dropped. */
  private long bound = Long.MAX_VALUE;

  public void add(double value) {
    count++;
    add(Digest.mixed(count * GOLDEN), value);
  }

  /** Adds the numbers of another part. */
  public void append(ValueSample other) {
    for (int i = 0; i < other.held; i++) {
      add(other.priorities[i], other.values[i]);
    }
  }

  private void add(long priority, double value) {
    if (priority >= bound) {
      return;
    }
    if (held == values.length) {
      priorities = Arrays.copyOf(priorities, 2 * held);
      values = Arrays.copyOf(values, 2 * held);
    }
    priorities[held] = priority;
    values[held] = value;
    held++;
    if (held == 2 * SIZE) {
      prune();
    }
  }

  /** Keeps the numbers of the lowest priorities. */
  private void prune() {
    long[] ascending = Arrays.copyOf(priorities, held);
    Arrays.sort(ascending);
    bound = ascending[SIZE];
    int kept = 0;
    for (int i = 0; i < held; i++) {
      if (priorities[i] < bound) {
        priorities[kept] = priorities[i];
        values[kept] = values[i];
        kept++;
      }
    }
    held = kept;
  }

  /** Returns the sample in ascending order: all numbers, if these are not more than it holds. */
  public double[] sorted() {
    double[] sorted = Arrays.copyOf(values, held);
    Arrays.sort(sorted);
    return sorted;
  }
}
