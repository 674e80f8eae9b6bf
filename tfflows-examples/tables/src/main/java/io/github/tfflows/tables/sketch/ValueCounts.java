package io.github.tfflows.tables.sketch;

import io.github.tfflows.tables.column.Lattice;
import io.github.tfflows.tables.column.NumberCoding;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Counts of the values of a column. If there are more different values than it holds, all counts
 * are lowered by one, and counts of zero are removed (Misra and Gries, "Finding repeated elements",
 * Science of Computer Programming, 1982). A count is then too low by at most the number of values
 * over {@link #MOST_HELD}. The same bound holds for merged counts, which are lowered by the largest
 * count that must be removed (Agarwal et al., "Mergeable summaries", PODS, 2012).
 */
public final class ValueCounts implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int MOST_HELD = 20_000;

  /** The fewest rows of a point mass; it also has at least {@link #LEAST_SHARE} of all rows. */
  private static final int FEWEST_ROWS = 50;

  private static final double LEAST_SHARE = 0.005;

  /** A value far from nearly all others is a point mass from this many rows on. */
  private static final int FEWEST_FAR = 5;

  /** The least ratio of a point mass's count to the median count of its neighbours. */
  private static final double LEAST_RATIO = 3;

  /** The fewest occurrences of a value that recurs, beyond those of its neighbours. */
  private static final int FEWEST_RECURRING = 3;

  private static final int NEIGHBOURS = 5;
  private static final int MOST_MASSES = 60;

  private static final int ROWS_PER_VALUE = 20;

  /** The most levels, the fewest rows for each on average, and the most rows alone with theirs. */
  private static final int MOST_LEVELS = 256;

  private static final int ROWS_PER_LEVEL = 4;
  private static final double MOST_ALONE = 0.05;

  /** More than all masses, so that the least and the greatest other values are held. */
  private static final int MOST_ENDS = MOST_MASSES + 1;

  private final Tally counts = new Tally();

  /** The least and the greatest values that were held when counts were lowered. */
  private final NavigableSet<Double> ends = new TreeSet<>();

  private long all;
  private boolean lowered;

  public void add(double value) {
    all++;
    counts.add(value + 0.0, 1); // no negative zero
    if (counts.size() > MOST_HELD) {
      lower(1);
    }
  }

  /** Adds the values of another part. */
  public void append(ValueCounts other) {
    all += other.all;
    lowered |= other.lowered;
    counts.add(other.counts);
    ends.addAll(other.ends);
    trim();
    if (counts.size() > MOST_HELD) {
      long[] ascending = counts.counts();
      lower(ascending[ascending.length - 1 - MOST_HELD]);
    }
  }

  private void lower(long by) {
    lowered = true;
    double[] held = counts.numbers();
    for (int i = 0; i < MOST_ENDS; i++) {
      ends.add(held[i]);
      ends.add(held[held.length - 1 - i]);
    }
    trim();
    counts.lower(by);
  }

  /** Keeps the least and the greatest ends. */
  private void trim() {
    List<Double> all = List.copyOf(ends);
    if (all.size() > 2 * MOST_ENDS) {
      ends.removeAll(all.subList(MOST_ENDS, all.size() - MOST_ENDS));
    }
  }

  /**
   * Returns the values that occur much more often than their neighbours, in ascending order. Values
   * beyond the reach are far from nearly all others. A step of zero is no spacing.
   */
  public List<Double> masses(double step, Bulk.Reach reach) {
    double[] values = counts.numbers();
    if (!lowered
        && values.length <= NumberCoding.FEW_VALUES
        && all >= (long) ROWS_PER_VALUE * values.length) {
      return DoubleStream.of(values).boxed().toList();
    }
    double least = Math.max(FEWEST_ROWS, LEAST_SHARE * all);
    List<Double> found = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      long count = count(values[i]);
      boolean isOften = count >= (reach.contains(values[i]) ? least : FEWEST_FAR);
      if (isOften && count >= LEAST_RATIO * around(values, i, step)) {
        found.add(values[i]);
      }
    }
    found.sort(Comparator.comparing(this::count).reversed());
    List<Double> largest = new ArrayList<>(found.subList(0, Math.min(MOST_MASSES, found.size())));
    Collections.sort(largest);
    return List.copyOf(largest);
  }

  /**
   * Returns whether a value recurs: at least twice among few values, or clearly more often than its
   * neighbours among many. A step of zero is no spacing.
   */
  public boolean recurs(double value, double step) {
    double[] values = counts.numbers();
    long count = count(value);
    if (count <= 1 || values.length <= NumberCoding.FEW_VALUES) {
      return count > 1;
    }
    double[] near = near(values, Arrays.binarySearch(values, value + 0.0), step);
    double mean = DoubleStream.of(near).average().orElseThrow();
    return count >= FEWEST_RECURRING + LEAST_RATIO * mean;
  }

  /**
   * Returns all values in ascending order, if these are levels: nearly all rows share one of few
   * values at irregular distances, and there is no step, or a flow cannot learn the counts of all
   * steps. Returns none otherwise.
   */
  public List<Double> levels(double step) {
    double[] values = counts.numbers();
    boolean areFew =
        !lowered
            && values.length > 1
            && values.length <= MOST_LEVELS
            && all >= (long) ROWS_PER_LEVEL * values.length;
    long alone = areFew ? DoubleStream.of(values).filter(value -> count(value) == 1).count() : 0;
    return areFew
            && alone <= MOST_ALONE * all
            && Lattice.areFine(step, values)
            && Lattice.areIrregular(values)
        ? DoubleStream.of(values).boxed().toList()
        : List.of();
  }

  /** Returns whether all values were counted, and at most as many differ. */
  public boolean areAtMost(long most) {
    return !lowered && counts.size() > 0 && counts.size() <= most;
  }

  /** Returns how often a value occurred, as far as it was counted. */
  public long count(double value) {
    return counts.count(value + 0.0);
  }

  /** Returns the counts of all values but the masses; empty if some counts were removed. */
  public SortedMap<Double, Long> others(Collection<Double> masses) {
    SortedMap<Double, Long> others = new TreeMap<>();
    if (!lowered) {
      for (double value : counts.numbers()) {
        others.put(value, counts.count(value));
      }
      others.keySet().removeAll(masses);
    }
    return others;
  }

  /**
   * Returns the range of the values that are no masses; if all are masses, the range of all values.
   * A step of zero is no spacing.
   */
  public NumberCoding.Range dense(NumberCoding.Range all, List<Double> masses, double step) {
    double low = all.low();
    double high = all.high();
    double from = masses.contains(low + 0.0) ? above(low, masses).orElse(low + step) : low;
    double to = masses.contains(high + 0.0) ? below(high, masses).orElse(high - step) : high;
    return from <= to ? new NumberCoding.Range(from, to) : all;
  }

  /** The least value above another that is no mass. */
  private OptionalDouble above(double value, List<Double> masses) {
    return apart(masses).filter(other -> other > value).min();
  }

  /** The greatest value below another that is no mass. */
  private OptionalDouble below(double value, List<Double> masses) {
    return apart(masses).filter(other -> other < value).max();
  }

  private DoubleStream apart(List<Double> masses) {
    DoubleStream removed = ends.stream().mapToDouble(value -> value);
    return DoubleStream.concat(removed, DoubleStream.of(counts.numbers()))
        .filter(value -> !masses.contains(value));
  }

  /** The median count of the values on both sides. */
  private double around(double[] values, int index, double step) {
    double[] near = near(values, index, step);
    return (near[NEIGHBOURS - 1] + near[NEIGHBOURS]) / 2;
  }

  /**
   * The counts of the values on both sides, in ascending order; with a step, values that do not
   * occur count as zero.
   */
  private double[] near(double[] values, int index, double step) {
    double[] near =
        IntStream.rangeClosed(index - NEIGHBOURS, index + NEIGHBOURS)
            .filter(i -> i != index && i >= 0 && i < values.length)
            .filter(i -> step == 0 || isNear(values[i], values[index], step))
            .mapToDouble(i -> count(values[i]))
            .toArray();
    double[] padded = Arrays.copyOf(near, 2 * NEIGHBOURS);
    Arrays.sort(padded);
    return padded;
  }

  private static boolean isNear(double value, double other, double step) {
    return Math.abs(value - other) < (NEIGHBOURS + 0.5) * step;
  }
}
