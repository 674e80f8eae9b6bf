package io.github.tfflows.tables.cell;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
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

/** The point masses of a column, and their unique numbers in single precision. */
public final class MassNumbers {
  /**
   * A relative change that moves a number in single precision to the next one, rarely to the
   * second.
   */
  private static final float NEXT = Math.ulp(1f);

  private static final double FARTHEST = Float.MAX_VALUE / 2;

  /** The numbers of a column without point masses. */
  public static final MassNumbers NONE = new MassNumbers(new double[0]);

  private final double[] values;
  private final float[] numbers;

  private MassNumbers(double[] values, float... numbers) {
    this.values = values;
    this.numbers = numbers;
  }

  /**
   * Returns the numbers of values in ascending order, by a function: the nearest ones that are
   * strictly increasing.
   */
  public static MassNumbers of(List<Double> values, DoubleUnaryOperator number) {
    float[] numbers = new float[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      double exact = number.applyAsDouble(values.get(i));
      float nearest = (float) Math.max(-FARTHEST, Math.min(FARTHEST, exact));
      numbers[i] = i > 0 ? Math.max(nearest, after(numbers[i - 1])) : nearest;
    }
    return new MassNumbers(values.stream().mapToDouble(value -> value).toArray(), numbers);
  }

  private static float after(float number) {
    return number + Math.max(Float.MIN_NORMAL, 2 * Math.abs(number) * NEXT);
  }

  /** Returns the point masses whose numbers are wanted. */
  public MassNumbers only(DoublePredicate wanted) {
    int[] places =
        IntStream.range(0, numbers.length).filter(i -> wanted.test(numbers[i])).toArray();
    float[] some = new float[places.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = numbers[places[i]];
    }
    return new MassNumbers(IntStream.of(places).mapToDouble(i -> values[i]).toArray(), some);
  }

  /** Returns whether there are no point masses. */
  public boolean isEmpty() {
    return values.length == 0;
  }

  /** Returns the point masses, in ascending order. */
  public List<Double> values() {
    return DoubleStream.of(values).boxed().toList();
  }

  /** Returns their numbers, in the same order. */
  public List<Double> numbers() {
    return IntStream.range(0, numbers.length).mapToObj(i -> (double) numbers[i]).toList();
  }

  /**
   * Returns the number of the mass within a distance of a value. Without such a mass it returns
   * {@code otherwise}, moved between the numbers of the neighbouring masses.
   */
  public float number(double value, double distance, float otherwise) {
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
  public double value(float number, double distance) {
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

  /** Builds the numbers next to the numbers of the masses, for each row. */
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
