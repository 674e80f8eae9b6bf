package io.github.tfflows.tables.column;

import io.github.tfflows.tables.text.Numbers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceAny;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TNumber;

/**
 * Numbers in a flow in single precision, {@code x = (value - origin) / unit}, computed in double
 * precision. Each point mass has a unique number, even if masses are close.
 *
 * @param scale origin and unit
 * @param step the step of the values, such as 0.01 for two decimals; zero for none
 * @param decimals the decimals of written values; {@link #ALL_DECIMALS} for those of single
 *     precision
 * @param range the least and the greatest value of the data that is not a point mass
 * @param all the point masses
 * @param lattice other values that several rows share, to which draws snap
 */
public record NumberCoding(
    Scale scale, double step, int decimals, Range range, MassNumbers all, Lattice lattice)
    implements Coding {
  /** The number of decimals of values that are not rounded. */
  public static final int ALL_DECIMALS = Integer.MAX_VALUE;

  /** Powers of ten up to this one are exact in double precision. */
  private static final int EXACT_POWERS = 22;

  /** The range of the values that have a density. */
  public record Range(double low, double high) {
    /** All numbers. */
    public static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Returns the nearest value in the range. */
    double nearest(double value) {
      return Math.min(high, Math.max(low, value));
    }
  }

  /** Creates numbers with point masses in ascending order. */
  public NumberCoding(Scale scale, double step, int decimals, Range range, List<Double> masses) {
    this(scale, step, decimals, range, masses, Lattice.NONE);
  }

  /** Creates numbers with point masses in ascending order, and further values that rows share. */
  public NumberCoding(
      Scale scale, double step, int decimals, Range range, List<Double> masses, Lattice lattice) {
    this(scale, step, decimals, range, MassNumbers.of(masses, scale), lattice);
  }

  /** Creates numbers without a range. */
  public NumberCoding(double step) {
    this(Scale.PLAIN, step, step == 1 ? 0 : ALL_DECIMALS, Range.ALL, List.of());
  }

  @Override
  public double read(String text) {
    return Numbers.parse(text);
  }

  /** Returns the number of a value for the flow. */
  public float number(double value) {
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

  /** Returns the point mass of a number, or the nearest value with its decimals. */
  @Override
  public Double written(double x) {
    double mass = all.value((float) x, spacing() / 2);
    return Double.isNaN(mass) ? dense(x) : mass;
  }

  /** Returns {@link #written}, with a lattice the value of the cell; clips to the range. */
  @Override
  public Double drawn(double x) {
    double mass = all.value((float) x, spacing() / 2);
    if (!Double.isNaN(mass)) {
      return mass;
    }
    double value = dense(x);
    if (!lattice.isEmpty()) {
      double moved = lattice.moved(value);
      value = lattice.isShared(value) ? moved : dense(scale.number(moved));
    }
    return range.nearest(value);
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

  @Override
  public String zero() {
    return scale.origin() == 0 ? "" : Numbers.text(scale.origin());
  }

  @Override
  public String expected() {
    return "a number";
  }

  /** The point masses of a column, and their unique numbers in single precision. */
  public static final class MassNumbers {
    /**
     * A relative change that moves a number in single precision to the next one, rarely to the
     * second.
     */
    private static final float NEXT = Math.ulp(1f);

    private static final double FARTHEST = Float.MAX_VALUE / 2;

    private final double[] values;
    private final float[] numbers;

    private MassNumbers(double[] values, float... numbers) {
      this.values = values;
      this.numbers = numbers;
    }

    static MassNumbers none() {
      return new MassNumbers(new double[0]);
    }

    /**
     * Returns the numbers of values in ascending order: the nearest ones that are strictly
     * increasing.
     */
    static MassNumbers of(List<Double> values, Scale scale) {
      float[] numbers = new float[values.size()];
      for (int i = 0; i < numbers.length; i++) {
        double number = scale.number(values.get(i));
        float nearest = (float) Math.max(-FARTHEST, Math.min(FARTHEST, number));
        numbers[i] = i > 0 ? Math.max(nearest, after(numbers[i - 1])) : nearest;
      }
      return new MassNumbers(values.stream().mapToDouble(value -> value).toArray(), numbers);
    }

    private static float after(float number) {
      return number + Math.max(Float.MIN_NORMAL, 2 * Math.abs(number) * NEXT);
    }

    List<Double> values() {
      return DoubleStream.of(values).boxed().toList();
    }

    List<Double> numbers() {
      return IntStream.range(0, numbers.length).mapToObj(i -> (double) numbers[i]).toList();
    }

    /**
     * Returns the number of the mass within a distance of a value; otherwise another number,
     * between those of the neighbouring masses.
     */
    float number(double value, double distance, float otherwise) {
      int next = Arrays.binarySearch(values, value);
      int above = next < 0 ? -next - 1 : next;
      if (above < values.length && values[above] - value <= distance) {
        return numbers[above];
      }
      if (above > 0 && value - values[above - 1] <= distance) {
        return numbers[above - 1];
      }
      float low = above > 0 ? beside(numbers[above - 1], 1) : otherwise;
      float high = above < values.length ? beside(numbers[above], -1) : otherwise;
      return Math.max(low, Math.min(high, otherwise));
    }

    private static float beside(float number, int side) {
      return number + side * Math.max(Float.MIN_NORMAL, Math.abs(number) * NEXT);
    }

    /** Returns the mass within a distance of a number; NaN if there is none. */
    double value(float number, double distance) {
      for (int i = numbers.length - 1; i >= 0; i--) {
        if (Math.abs(number - numbers[i]) <= (float) distance) {
          return values[i];
        }
      }
      return Double.NaN;
    }

    /** Builds {@link #number(double, double, float)}, shaped {@code [n]}. */
    public Operand<TFloat32> number(
        Ops tf, Operand<TFloat64> value, double distance, Operand<TFloat32> otherwise) {
      Operand<TFloat64> apart =
          tf.math.sub(tf.expandDims(value, tf.constant(1)), tf.constant(values));
      Operand<TBool> isNear = tf.math.lessEqual(tf.math.abs(apart), tf.constant(distance));
      Operand<TBool> isBelow = tf.math.greater(apart, tf.constant(0.0));
      Operand<TFloat32> least = tf.fill(tf.shape(apart), tf.constant(Float.NEGATIVE_INFINITY));
      Operand<TFloat32> most = tf.math.neg(least);
      Operand<TFloat32> low = largest(tf, tf.select(isBelow, each(tf, apart, 1), least));
      Operand<TFloat32> ofAbove = tf.select(isBelow, most, each(tf, apart, -1));
      Operand<TFloat32> high = tf.math.neg(largest(tf, tf.math.neg(ofAbove)));
      return tf.select(
          any(tf, isNear),
          largest(tf, tf.select(isNear, each(tf, apart, 0), least)),
          tf.math.maximum(low, tf.math.minimum(high, otherwise)));
    }

    /** Builds the numbers beside those of the masses, for each row. */
    private Operand<TFloat32> each(Ops tf, Operand<TFloat64> like, int side) {
      float[] row = new float[numbers.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = beside(numbers[i], side);
      }
      return tf.broadcastTo(tf.constant(row), tf.shape(like));
    }

    /** Builds {@link #value}, shaped {@code [n]}, with another value if there is no mass. */
    public Operand<TFloat64> value(
        Ops tf, Operand<TFloat32> number, double distance, Operand<TFloat64> otherwise) {
      Operand<TFloat32> each = tf.expandDims(number, tf.constant(1));
      Operand<TFloat32> apart = tf.math.abs(tf.math.sub(each, tf.constant(numbers)));
      Operand<TBool> isNear = tf.math.lessEqual(apart, tf.constant((float) distance));
      Operand<TFloat64> least = tf.fill(tf.shape(apart), tf.constant(Double.NEGATIVE_INFINITY));
      Operand<TFloat64> ofMasses = tf.broadcastTo(tf.constant(values), tf.shape(apart));
      return tf.select(any(tf, isNear), largest(tf, tf.select(isNear, ofMasses, least)), otherwise);
    }

    private static Operand<TBool> any(Ops tf, Operand<TBool> ofMasses) {
      return tf.reduceAny(ofMasses, tf.array(1), ReduceAny.keepDims(false));
    }

    private static <T extends TNumber> Operand<T> largest(Ops tf, Operand<T> ofMasses) {
      return tf.reduceMax(ofMasses, tf.array(1), ReduceMax.keepDims(false));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof MassNumbers same
          && Arrays.equals(values, same.values)
          && Arrays.equals(numbers, same.numbers);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return values().toString();
    }
  }
}
