package io.github.tfflows.tables;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Numbers, which a flow sees in single precision as {@code x = (value - origin) / unit}, computed
 * in double precision. Values of mass keep apart, whatever their distance: each has a number of its
 * own, which no other value gets.
 *
 * @param scale origin and unit
 * @param step the spacing of the values, such as 0.01 for two decimals; zero for none
 * @param decimals the decimals of written values; {@link #ALL_DECIMALS} for those of single
 *     precision
 * @param range the least and the greatest value of the data that is no mass
 * @param all the values that have a probability of their own
 */
record NumberCoding(Scale scale, double step, int decimals, Range range, MassNumbers all)
    implements Coding {
  /** The number of decimals of values that are not rounded. */
  static final int ALL_DECIMALS = Integer.MAX_VALUE;

  /** Every power of ten up to this one is a double. */
  private static final int EXACT_POWERS = 22;

  /**
   * The ends of the values that have a density.
   *
   * @param low the least
   * @param high the greatest
   */
  record Range(double low, double high) {
    /** No ends. */
    static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Returns the nearest value in the range. */
    double nearest(double value) {
      return Math.min(high, Math.max(low, value));
    }
  }

  /** Creates numbers with masses in ascending order. */
  NumberCoding(Scale scale, double step, int decimals, Range range, List<Double> masses) {
    this(scale, step, decimals, range, MassNumbers.of(masses, scale));
  }

  /** Creates numbers without a range. */
  NumberCoding(double step) {
    this(Scale.PLAIN, step, step == 1 ? 0 : ALL_DECIMALS, Range.ALL, MassNumbers.none());
  }

  @Override
  public double read(String text) {
    return Numbers.parse(text);
  }

  /** Returns the number of a value for the flow. */
  float number(double value) {
    return all.number(value, step / 2, (float) scale.number(value));
  }

  @Override
  public List<Double> masses() {
    return all.values();
  }

  @Override
  public List<Double> massesOfNumbers() {
    return all.numbers();
  }

  @Override
  public double spacing() {
    return step / scale.unit();
  }

  /** Returns the value of mass that a number stands for, or the nearest one with its decimals. */
  @Override
  public Double written(double x) {
    double mass = all.value((float) x, spacing() / 2);
    return Double.isNaN(mass) ? rounded(x) : mass;
  }

  /** Returns what {@link #written} does, but a value beyond the range becomes its end. */
  @Override
  public Double drawn(double x) {
    double mass = all.value((float) x, spacing() / 2);
    return Double.isNaN(mass) ? range.nearest(rounded(x)) : mass;
  }

  private double rounded(double x) {
    double value = scale.value(x);
    if (isRounded()) {
      double scaled = value * power();
      return Double.isFinite(scaled)
          ? Math.rint(scaled) / power() + 0.0
          : value; // no negative zero
    }
    if (decimals < ALL_DECIMALS && Double.isFinite(value)) {
      return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue();
    }
    return scale.equals(Scale.PLAIN) ? Numbers.ofDigits((float) x) : value;
  }

  /** Returns whether values are rounded by a product with {@link #power()}. */
  boolean isRounded() {
    return decimals <= EXACT_POWERS;
  }

  /** Returns ten to the power of the decimals. */
  double power() {
    return Math.pow(10, decimals);
  }

  @Override
  public String zero() {
    return scale.origin() == 0 ? "" : Numbers.text(scale.origin());
  }

  @Override
  public String expected() {
    return "a number";
  }
}
