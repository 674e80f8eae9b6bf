package io.github.tfflows.tables.sketch;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Scale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A sample of the numbers of a column, judged by its middle 96 %. */
public final class Bulk {
  private static final double TAIL = 0.02;

  /**
   * The fewest numbers of single precision in a step; with fewer, or too few in the spread, the
   * column needs an origin.
   */
  private static final double FINE_STEPS = 8;

  private static final double FINE_SPREAD = 1 << 12;

  /** The least ratio of values to their spread at which an origin saves digits. */
  private static final double LEAST_GAIN = 4;

  /**
   * The largest spread without a unit of its own; squares of larger ones overflow single precision.
   */
  private static final double LARGEST_SPREAD = 1e15;

  private final double[] sorted;

  /**
   * Creates a sample of numbers in ascending order. Without numbers, the sample is a single zero.
   */
  public Bulk(double... sorted) {
    this.sorted = sorted.length == 0 ? new double[1] : sorted;
  }

  /** Returns the sample in ascending order. */
  public double[] sorted() {
    return sorted;
  }

  /** Returns whether two different numbers are closer than a distance. */
  public boolean hasCloser(double distance) {
    return IntStream.range(1, sorted.length)
        .mapToDouble(i -> sorted[i] - sorted[i - 1])
        .anyMatch(gap -> gap > 0 && gap < distance);
  }

  private double quantile(double share) {
    return sorted[place(share, sorted)];
  }

  /** Returns the place of a quantile among numbers in ascending order. */
  private static int place(double share, double... numbers) {
    return (int) Math.rint(share * (numbers.length - 1));
  }

  /** Returns the least of the middle numbers. */
  public double low() {
    return quantile(TAIL);
  }

  public double median() {
    return quantile(0.5);
  }

  /** Returns the greatest of the middle numbers. */
  public double high() {
    return quantile(1 - TAIL);
  }

  /** Returns {@link #width()} of numbers in any order, which it changes. */
  public static double width(double... numbers) {
    double low = Selection.at(place(TAIL, numbers), numbers);
    double width = Selection.at(place(1 - TAIL, numbers), numbers) - low;
    return width > 0 ? width : Selection.at(numbers.length - 1, numbers) - Selection.at(0, numbers);
  }

  /** Returns the width of the middle numbers; if these are equal, the width of all numbers. */
  public double width() {
    double width = high() - low();
    return width > 0 ? width : sorted[sorted.length - 1] - sorted[0];
  }

  /** Returns the share of equal pairs among all pairs of the numbers. */
  public double repeats() {
    double pairs = 0;
    for (int i = 1, before = 0; i < sorted.length; i++) {
      before = sorted[i] == sorted[i - 1] ? before + 1 : 0;
      pairs += before;
    }
    return pairs / Math.max(1, sorted.length * (sorted.length - 1.0) / 2);
  }

  /** Returns the size of the largest of the middle numbers. */
  double size() {
    return Math.max(Math.abs(low()), Math.abs(high()));
  }

  /** Returns the interval beyond which numbers are far from nearly all others. */
  public Reach reach() {
    return Reach.of(sorted);
  }

  /**
   * Returns the scale of a column: plain numbers, unless single precision is too coarse for them.
   * Positive numbers keep their origin, since a flow sees their logarithm, and so do numbers on a
   * circle. A step of zero is no spacing.
   */
  public Scale scale(ColumnKind kind, double step) {
    if (kind instanceof ColumnKind.Bounded within) {
      Bulk ends = new Bulk(within.low(), within.high());
      return new Scale(ends.isCoarse(0) ? within.low() : 0, unit(ends.width()));
    }
    if (kind instanceof ColumnKind.Positive) {
      return new Scale(0, step > 0 ? 1 : unit(median()));
    }
    if (kind instanceof ColumnKind.Real || kind instanceof ColumnKind.Whole) {
      double origin = isCoarse(step) ? origin(step) : 0;
      return new Scale(origin, step > 0 ? 1 : unit(width()));
    }
    return Scale.PLAIN;
  }

  private boolean isCoarse(double step) {
    double wanted = step > 0 ? step / FINE_STEPS : width() / FINE_SPREAD;
    double size = size();
    return size * Math.ulp(1f) > wanted && size > LEAST_GAIN * width();
  }

  /** The median, rounded to the spacing or to a power of ten below the width. */
  private double origin(double step) {
    double grid = step > 0 ? step : Math.pow(10, Math.floor(Math.log10(width())));
    double inverse = Math.rint(1 / grid);
    double rounded =
        grid < 1 ? Math.rint(median() * inverse) / inverse : Math.rint(median() / grid) * grid;
    return Double.isFinite(rounded) ? rounded : median();
  }

  /** One or, if a size is far from one, the power of ten next to the size. */
  private static double unit(double size) {
    boolean isUsual = size >= 1 / LARGEST_SPREAD && size <= LARGEST_SPREAD;
    return isUsual || !(size > 0) ? 1 : Math.pow(10, Math.rint(Math.log10(size)));
  }

  /** Returns the least distance of values that single precision distinguishes. */
  public double resolution(Scale scale) {
    double farthest = Math.max(Math.abs(scale.number(low())), Math.abs(scale.number(high())));
    return Math.ulp((float) farthest) * scale.unit();
  }

  /**
   * The interval beyond which numbers are far from nearly all others. On both sides it is eight
   * times as wide as the middle 96 % of the numbers, which is 35 standard deviations of a Gaussian.
   */
  public record Reach(double low, double high) {
    private static final double WIDTHS = 8;

    /** Returns the interval of numbers; if the middle ones are equal, the interval of all reals. */
    public static Reach of(double... numbers) {
      return within(WIDTHS, numbers);
    }

    /** Returns the interval of the middle numbers, longer by some widths on each side. */
    public static Reach within(double widths, double... numbers) {
      double[] some = numbers.length == 0 ? new double[1] : numbers.clone();
      double least = Selection.at(place(TAIL, some), some);
      double greatest = Selection.at(place(1 - TAIL, some), some);
      double width = widths * (greatest - least);
      return width > 0
          ? new Reach(least - width, greatest + width)
          : new Reach(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    public boolean contains(double number) {
      return number >= low && number <= high;
    }

    public double[] near(double... numbers) {
      return DoubleStream.of(numbers).filter(this::contains).toArray();
    }
  }
}
