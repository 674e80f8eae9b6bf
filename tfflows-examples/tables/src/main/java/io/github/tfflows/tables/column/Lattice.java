package io.github.tfflows.tables.column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * The repeated values of a column without a step, or with too many to count the rows of each, and
 * the intervals between these values, as cells. A draw in a cell snaps to the cell's value, or
 * moves within its interval. The width of a cell is proportional to its share of nearby rows, so
 * that smooth draws fall into cells as often as rows do.
 *
 * @param starts the lower ends of the cells, in ascending order, and the upper end of the last one
 * @param from the lower end of each cell's interval
 * @param to its upper end; equal to the lower end for a single value
 */
public record Lattice(List<Double> starts, List<Double> from, List<Double> to) {
  /** No shared values. */
  public static final Lattice NONE = new Lattice(List.of(), List.of(), List.of());

  /** A value is shared by at least this many rows. */
  private static final int SHARING = 3;

  /** The number of neighbouring rows over which the density counts as constant. */
  private static final int ROWS_AROUND = 30;

  /** The least share of rows with shared values. */
  private static final double LEAST_SHARE = 0.1;

  private static final int MOST_CELLS = 4_096;

  /** The most steps from the least value to nine tenths of the rows whose counts a flow learns. */
  public static final int MOST_STEPS = 1 << 14;

  /** The largest share of rows beyond these steps. */
  public static final double BEYOND = 0.1;

  /** Irregular values are on average this many times as far apart as a tenth of them is. */
  private static final double LEAST_IRREGULAR = 4;

  private static final double ROUNDING = 1e-9;

  /** The least ratio of a shared value's count to that of an average step nearby. */
  private static final double LEAST_RATIO = 3;

  public Lattice {
    starts = List.copyOf(starts);
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  /**
   * Returns the lattice of values with their numbers of rows; empty if few rows share values, or if
   * a flow learns the counts of all steps. A step of zero is no spacing.
   */
  public static Lattice of(SortedMap<Double, Long> counts, double step) {
    if (counts.size() < 2) {
      return NONE;
    }
    Builder values = new Builder(List.copyOf(counts.entrySet()), step);
    Lattice lattice = values.built();
    boolean isSuitable = values.areFine() && values.shared >= LEAST_SHARE * values.all;
    return isSuitable && lattice.from.size() <= MOST_CELLS ? lattice : NONE;
  }

  /** Returns whether numbers in ascending order have no step, or too many for a flow to learn. */
  public static boolean areFine(double step, double... sorted) {
    int last = (int) ((1 - BEYOND) * (sorted.length - 1));
    return step == 0 || (sorted.length > 0 && sorted[last] - sorted[0] > MOST_STEPS * step);
  }

  /**
   * Returns whether different values in ascending order are far from being on a regular grid.
   * Values that differ by rounding count as one.
   */
  public static boolean areIrregular(double... sorted) {
    int last = sorted.length - 1;
    double range = last < 1 ? 0 : sorted[last] - sorted[0];
    double[] apart =
        IntStream.range(0, last)
            .mapToDouble(i -> sorted[i + 1] - sorted[i])
            .filter(distance -> distance > ROUNDING * range)
            .sorted()
            .toArray();
    return apart.length > 0 && range >= LEAST_IRREGULAR * apart.length * apart[apart.length / 10];
  }

  /** Returns the shared values. */
  public List<Double> shared() {
    return IntStream.range(0, from.size())
        .filter(cell -> from.get(cell).equals(to.get(cell)))
        .mapToObj(from::get)
        .toList();
  }

  /** Returns whether there are no shared values. */
  public boolean isEmpty() {
    return from.isEmpty();
  }

  /** The values, in groups of rows over which the density counts as constant. */
  private static final class Builder {
    private final double[] values;
    private final long[] counts;
    private final double step;
    private final long all;
    private long shared;

    /**
     * The midpoints between values; the first and the last value extend equally far on both sides.
     */
    private final double[] ends;

    private final List<Double> starts = new ArrayList<>();
    private final List<Double> from = new ArrayList<>();
    private final List<Double> to = new ArrayList<>();

    Builder(List<Map.Entry<Double, Long>> counted, double step) {
      this.step = step;
      values = counted.stream().mapToDouble(Map.Entry::getKey).toArray();
      counts = counted.stream().mapToLong(Map.Entry::getValue).toArray();
      all = Arrays.stream(counts).sum();
      ends = new double[values.length + 1];
      int last = values.length;
      for (int i = 1; i < last; i++) {
        ends[i] = values[i - 1] / 2 + values[i] / 2;
      }
      ends[0] = values[0] - (ends[1] - values[0]);
      ends[last] = values[last - 1] + (values[last - 1] - ends[last - 1]);
    }

    /** Returns whether the numbers have no step, or too many. */
    boolean areFine() {
      int i = 0;
      for (long rows = counts[0]; rows < (1 - BEYOND) * all; rows += counts[i]) {
        i++;
      }
      return step == 0 || values[i] - values[0] > MOST_STEPS * step;
    }

    Lattice built() {
      for (int begin = 0; begin < values.length; ) {
        int end = begin;
        for (long rows = 0; end < values.length && rows < ROWS_AROUND; end++) {
          rows += counts[end];
        }
        addGroup(begin, end);
        begin = end;
      }
      starts.add(ends[values.length]);
      return new Lattice(starts, from, to);
    }

    private void addGroup(int begin, int end) {
      long rows = Arrays.stream(counts, begin, end).sum();
      double width = ends[end] - ends[begin];
      double least = Math.max(SHARING, LEAST_RATIO * rows * step / width);
      long before = 0;
      for (int i = begin; i < end; ) {
        int next = i + 1;
        while (counts[i] < least && next < end && counts[next] < least) {
          next++;
        }
        starts.add(ends[begin] + width * before / rows);
        boolean isShared = counts[i] >= least;
        shared += isShared ? counts[i] : 0;
        from.add(isShared ? values[i] : Math.max(ends[i], values[0]));
        to.add(isShared ? values[i] : Math.min(ends[next], values[values.length - 1]));
        before += Arrays.stream(counts, i, next).sum();
        i = next;
      }
    }
  }

  /** Returns the cell of a value; -1 beyond the values of the rows. */
  private int cell(double value) {
    int place = Collections.binarySearch(starts, value);
    return place >= 0 ? place : -place - 2;
  }

  /** Returns the position of a value in its cell's interval, or the cell's value. */
  double moved(double value) {
    int cell = cell(value);
    if (isEmpty() || cell < 0 || cell >= from.size()) {
      return value;
    }
    return from.get(cell) + slope(cell) * (value - starts.get(cell));
  }

  /** Returns the growth of {@link #moved} in a cell: zero for a single value. */
  public double slope(int cell) {
    double width = starts.get(cell + 1) - starts.get(cell);
    return width > 0 // not between neighbours in double precision
        ? (to.get(cell) - from.get(cell)) / width
        : 0;
  }

  /** Returns whether the cell of a value has a single value. */
  boolean isShared(double value) {
    int cell = cell(value);
    return !isEmpty() && cell >= 0 && cell < from.size() && from.get(cell).equals(to.get(cell));
  }
}
