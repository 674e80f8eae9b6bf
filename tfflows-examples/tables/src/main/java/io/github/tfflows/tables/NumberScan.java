package io.github.tfflows.tables;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/** Statistics of the numbers of a column. */
final class NumberScan implements Serializable {
  private static final long serialVersionUID = 1;

  /** Finer values are as good as real numbers. */
  private static final int MOST_DECIMALS = 5;

  private static final double ROUNDING = 1e-12;

  /** Steps of single precision within a standard deviation, below which a density is of steps. */
  private static final double LEAST_STEPS = 100;

  private final Moments raw = new Moments();
  private final Moments logs = new Moments();
  private final Moments positives = new Moments();
  private final Moments counts = new Moments();
  private final ValueCounts values = new ValueCounts();
  private final TableScan.Repeats repeats;
  private boolean whole = true;
  private int decimals;
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;

  NumberScan(TableScan.Repeats repeats) {
    this.repeats = repeats;
  }

  void accept(double number) {
    low = Math.min(low, number);
    high = Math.max(high, number);
    whole &= number == Math.rint(number);
    raw.add(number);
    if (number > 0) {
      positives.add(number);
      logs.add(Math.log(number));
    }
    if (repeats == TableScan.Repeats.MASS) {
      values.add(number);
    }
    if (low >= 0) {
      counts.add(Math.log1p(number));
    }
    if (decimals <= MOST_DECIMALS && !hasDecimals(number, decimals)) {
      decimals = Math.max(decimals, decimals(number));
    }
  }

  /** Adds the numbers of another part. */
  void append(NumberScan other) {
    raw.append(other.raw);
    logs.append(other.logs);
    positives.append(other.positives);
    counts.append(other.counts); // not all of them if there is a number below zero: then unused
    values.append(other.values);
    low = Math.min(low, other.low);
    high = Math.max(high, other.high);
    whole &= other.whole;
    decimals = Math.max(decimals, other.decimals);
  }

  /** The least number of decimals that suffices: none for 1e-13, though five do not. */
  private static int decimals(double number) {
    int least = 0;
    while (least <= MOST_DECIMALS && !hasDecimals(number, least)) {
      least++;
    }
    return least;
  }

  private static boolean hasDecimals(double number, int decimals) {
    double scaled = Math.abs(number) * Math.pow(10, decimals);
    return Math.abs(scaled - Math.rint(scaled)) <= Math.max(1, scaled) * ROUNDING;
  }

  /** The kind that suits the numbers. */
  ColumnKind kind() {
    if (whole && Math.max(-low, high) <= TableColumn.WHOLE_LIMIT) {
      boolean skewed = low >= 0 && raw.skewness() > 1 && isLessSkewed(counts);
      return skewed ? new ColumnKind.Count() : new ColumnKind.Whole();
    }
    boolean canBeZero = low == 0 && masses(spacing()).contains(0.0);
    boolean isPositive = low >= Float.MIN_NORMAL || canBeZero;
    boolean skewed = isPositive && positives.skewness() > 1 && isLessSkewed(logs);
    return skewed ? new ColumnKind.Positive() : new ColumnKind.Real();
  }

  private boolean isLessSkewed(Moments logarithms) {
    return Math.abs(logarithms.skewness()) < raw.skewness();
  }

  private List<Double> masses(double step) {
    return repeats == TableScan.Repeats.MASS ? values.masses(step) : List.of();
  }

  /**
   * The spacing of numbers; those between bounds and on circles have none, since noise leaves them.
   */
  private double step(ColumnKind kind) {
    if (kind.isWhole()) {
      return 1;
    }
    boolean isOpen = kind instanceof ColumnKind.Real || kind instanceof ColumnKind.Positive;
    return isOpen ? spacing() : 0;
  }

  private double spacing() {
    return decimals <= MOST_DECIMALS ? Math.pow(10, -decimals) : 0;
  }

  /** The coding with the spacing, the range and the masses of the data; a circle has no ends. */
  NumberCoding coding(ColumnKind kind) {
    return kind.cycle().isPresent()
        ? new NumberCoding(step(kind))
        : new NumberCoding(step(kind), low, high, masses(step(kind)));
  }

  boolean isConstant() {
    return low == high;
  }

  /** The smallest number, as text. */
  String least() {
    return Numbers.text(low);
  }

  /** Whether single precision is too coarse for the differences of the numbers. */
  boolean isUnresolved() {
    double size = Math.max(Math.abs(low), Math.abs(high));
    return raw.deviation() < LEAST_STEPS * size * Math.ulp(1f);
  }

  /** The standard deviation and the mean, for a message. */
  String variation() {
    return String.format(Locale.ROOT, "varies by %.3g around %.9g", raw.deviation(), raw.mean());
  }
}
