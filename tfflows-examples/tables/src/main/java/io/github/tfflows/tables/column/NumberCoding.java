package io.github.tfflows.tables.column;

import io.github.tfflows.tables.cell.MassNumbers;
import io.github.tfflows.tables.text.Numbers;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Numbers in a flow in single precision, {@code x = (value - origin) / unit}, computed in double
 * precision. Each point mass has a unique number, even if masses are close.
 *
 * @param scale origin and unit
 * @param step the step of the values, such as 0.01 for two decimals; zero for none
 * @param decimals the number of decimals of written values; {@link #ALL_DECIMALS} for all decimals
 *     of single precision
 * @param range the least and the greatest value of the data that is not a point mass
 * @param massNumbers the point masses
 * @param lattice other values that several rows share, to which draws snap
 * @param roundness how many decimals other draws lose
 */
public record NumberCoding(
    Scale scale,
    double step,
    int decimals,
    Range range,
    MassNumbers massNumbers,
    Lattice lattice,
    Roundness roundness)
    implements Coding {
  /** The number of decimals of values that are not rounded. */
  public static final int ALL_DECIMALS = Integer.MAX_VALUE;

  /** A column of at most this many values has point masses only, given enough rows for each. */
  public static final int FEW_VALUES = 20;

  /** Powers of ten up to this one are exact in double precision. */
  private static final int EXACT_POWERS = 22;

  /** The range of the values that have a density. */
  public record Range(double low, double high) implements Serializable {
    public static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Returns whether all numbers of another range are in this one. */
    boolean contains(Range other) {
      return low <= other.low && other.high <= high;
    }

    double nearest(double value) {
      return Math.min(high, Math.max(low, value));
    }

    /** Returns the least range that contains this one and numbers. */
    Range with(DoubleStream numbers) {
      DoubleSummaryStatistics all = numbers.summaryStatistics();
      return new Range(Math.min(low, all.getMin()), Math.max(high, all.getMax()));
    }

    /** Returns the numbers that are in another range, too. */
    public Range and(Range other) {
      return new Range(Math.max(low, other.low), Math.min(high, other.high));
    }

    /**
     * Returns a number within the range: one that is outside, moved by a multiple of the width, so
     * that such numbers do not gather at the ends; or the nearest end, if there is no finite width.
     */
    public double wrapped(double value) {
      double width = high - low;
      return nearest(value) == value || !(width > 0 && Double.isFinite(width))
          ? nearest(value)
          : low + width * (((value - low) / width) - Math.floor((value - low) / width));
    }
  }

  /** Creates numbers with point masses in ascending order, and further values that rows share. */
  public NumberCoding(
      Scale scale, double step, int decimals, Range range, List<Double> masses, Lattice lattice) {
    this(
        scale,
        step,
        decimals,
        range,
        MassNumbers.of(masses, scale::number),
        lattice,
        Roundness.NONE);
  }

  /** Returns the same numbers with draws of another roundness. */
  public NumberCoding with(Roundness other) {
    return new NumberCoding(scale, step, decimals, range, massNumbers, lattice, other);
  }

  /** Returns the same numbers whose draws snap to others. */
  public NumberCoding with(Lattice other) {
    return new NumberCoding(scale, step, decimals, range, massNumbers, other, roundness);
  }

  @Override
  public boolean isBinary() {
    Range all = range.with(massNumbers.values().stream().mapToDouble(value -> value));
    return step == 1 && all.equals(new Range(0, 1));
  }

  @Override
  public NumberCoding withMasses(MassNumbers some) {
    return new NumberCoding(scale, step, decimals, range, some, lattice, roundness);
  }

  /** Creates numbers without a range. */
  public NumberCoding(double step) {
    this(Scale.PLAIN, step, step == 1 ? 0 : ALL_DECIMALS, Range.ALL, List.of(), Lattice.NONE);
  }

  @Override
  public double read(String text) {
    return Numbers.parse(text);
  }

  @Override
  public float number(double value) {
    return massNumbers.number(value, step / 2, (float) scale.number(value));
  }

  @Override
  public double spacing() {
    return step / scale.unit();
  }

  /** Returns the point mass of a number, or the nearest value with its decimals. */
  @Override
  public Double written(double x) {
    double mass = massNumbers.value((float) x, spacing() / 2);
    return Double.isNaN(mass) ? dense(x) : mass;
  }

  /**
   * Returns {@link #written}, clipped to the range; with a lattice, the value of the number's cell,
   * and with a roundness, other numbers with fewer decimals.
   */
  @Override
  public Double drawn(double x) {
    double mass = massNumbers.value((float) x, spacing() / 2);
    if (!Double.isNaN(mass)) {
      return mass;
    }
    double value = dense(x);
    if (!lattice.isEmpty()) {
      double moved = lattice.moved(value);
      if (lattice.isShared(value)) {
        return range.nearest(moved);
      }
      value = dense(scale.number(moved));
    }
    return range.nearest(rounder(value));
  }

  @Override
  public NumberCoding reaching(double... numbers) {
    DoubleStream dense =
        DoubleStream.of(numbers)
            .filter(x -> Double.isNaN(massNumbers.value((float) x, spacing() / 2)))
            .filter(x -> (float) scale.number(range.nearest(dense(x))) != (float) x)
            .map(this::dense);
    return new NumberCoding(
        scale, step, decimals, range.with(dense), massNumbers, lattice, roundness);
  }

  private double rounder(double value) {
    if (roundness.isEmpty()) {
      return value;
    }
    double coarse = power() / Math.pow(10, roundness.lost(value, power()));
    return rounded(Math.rint(value * coarse) / coarse);
  }

  /** Returns whether draws of columns with equal numbers may differ. */
  public boolean movesDraws() {
    return !lattice.isEmpty() || !roundness.isEmpty();
  }

  /** Returns the least value of the data. */
  double least() {
    return massNumbers.values().stream().reduce(range.low, Math::min);
  }

  /** Returns whether a number can be drawn: any, unless the data are few point masses. */
  boolean mayBe(double value) {
    List<Double> masses = massNumbers.values();
    boolean areFew =
        masses.size() <= FEW_VALUES && masses.contains(range.low) && masses.contains(range.high);
    return !areFew || Double.isNaN(value) || masses.contains(value + 0.0);
  }

  private double dense(double x) {
    double value = scale.value(x);
    boolean isPlain = decimals == ALL_DECIMALS && scale.equals(Scale.PLAIN);
    return isPlain ? Numbers.ofDigits((float) x) : rounded(value);
  }

  /** Returns the nearest value with the decimals of written values. */
  double rounded(double value) {
    if (isRounded()) {
      double scaled = value * power();
      return Double.isFinite(scaled)
          ? Math.rint(scaled) / power() + 0.0
          : value; // without negative zero
    }
    return decimals < ALL_DECIMALS && Double.isFinite(value)
        ? new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue()
        : value;
  }

  /** Returns whether values are rounded, by a product with {@link #power()}. */
  public boolean isRounded() {
    return decimals <= EXACT_POWERS;
  }

  /** Returns ten to the power of the number of decimals. */
  public double power() {
    return Math.pow(10, decimals);
  }

  /** Returns the unit of the last decimal; zero for unlimited decimals. */
  public double unit() {
    return isRounded() ? 1 / power() : 0;
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
