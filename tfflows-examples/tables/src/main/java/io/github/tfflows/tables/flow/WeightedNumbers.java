package io.github.tfflows.tables.flow;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.cell.PiecewiseEncoding;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.sketch.Bulk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Numbers of a column, each with the weight of its row. */
public final class WeightedNumbers {
  private static final int FEWEST_INTERVALS = 4;

  /** More intervals would overfit columns of many different numbers. */
  private static final int INTERVALS = 16;

  /** Up to this many different numbers have an interval each. */
  private static final int FEW_NUMBERS = 64;

  private static final int ROWS_OF_INTERVAL = 64;

  /** The inverse of a smaller gap overflows single precision. */
  private static final double LEAST_GAP = 1e-30;

  /** Groups that repeat their numbers have at most this share of the different ones by chance. */
  private static final double MOST_OF_CHANCE = 0.6;

  private static final long LOW_BITS = 0xffffffffL;

  private final double[] values;
  private final float[] weights;

  private WeightedNumbers(double[] values, float[] weights) {
    this.values = values;
    this.weights = weights;
  }

  /**
   * Returns the present numbers of a column of events or contexts. If the rows of groups repeat
   * their numbers, each group has a number once, with the sum of its weights: repeated for the same
   * person, a height says nothing about the heights of others.
   */
  public static WeightedNumbers of(Data data, Rows columns, RowLayout layout, int column) {
    int[] rows = layout.rowsWith(columns, column);
    WeightedNumbers numbers = ofRows(data, columns, layout, column, rows);
    if (!data.isGrouped()) {
      return numbers;
    }
    long[] pairs = numbers.pairs(data.groups().select(rows).values());
    return areRepeated(pairs) ? numbers.once(pairs) : numbers;
  }

  private static WeightedNumbers ofRows(
      Data data, Rows columns, RowLayout layout, int column, int... rows) {
    double[] values = new double[rows.length];
    float[] weights = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      values[i] = columns.values()[rows[i] * columns.size() + layout.value(column)];
      weights[i] = (float) data.weight(rows[i]);
    }
    return new WeightedNumbers(values, weights);
  }

  /** Returns the group and the number of each row, in single precision. */
  private long[] pairs(float... groups) {
    long[] pairs = new long[values.length];
    Arrays.setAll(pairs, i -> pair(Float.floatToIntBits(groups[i]), (float) values[i] + 0f));
    return pairs;
  }

  private static long pair(int group, float number) {
    return ((long) group << Integer.SIZE) | (Float.floatToIntBits(number) & LOW_BITS);
  }

  /**
   * Returns whether groups of several rows repeat their numbers: they have clearly fewer different
   * ones than if each row had the number of a random one.
   */
  private static boolean areRepeated(long... pairs) {
    Random random = new Random(0);
    long[] byChance = new long[pairs.length];
    Arrays.setAll(
        byChance, i -> (pairs[i] & ~LOW_BITS) | (pairs[random.nextInt(pairs.length)] & LOW_BITS));
    long alone = alone(pairs);
    return distinct(pairs).length - alone < MOST_OF_CHANCE * (distinct(byChance).length - alone);
  }

  /** Returns the number of groups of one row. */
  private static long alone(long... pairs) {
    long[] groups = LongStream.of(pairs).map(pair -> pair >> Integer.SIZE).sorted().toArray();
    return IntStream.range(0, groups.length)
        .filter(i -> i == 0 || groups[i] != groups[i - 1])
        .filter(i -> i == groups.length - 1 || groups[i] != groups[i + 1])
        .count();
  }

  private static long[] distinct(long... pairs) {
    return LongStream.of(pairs).sorted().distinct().toArray();
  }

  /** Returns the different pairs, with sums of weights. */
  private WeightedNumbers once(long... pairs) {
    long[] distinct = distinct(pairs);
    float[] sums = new float[distinct.length];
    for (int i = 0; i < pairs.length; i++) {
      sums[Arrays.binarySearch(distinct, pairs[i])] += weights[i];
    }
    double[] numbers =
        LongStream.of(distinct).mapToDouble(pair -> Float.intBitsToFloat((int) pair)).toArray();
    return new WeightedNumbers(numbers, sums);
  }

  static WeightedNumbers of(double value) {
    return new WeightedNumbers(new double[] {value}, new float[] {1});
  }

  /** Returns the numbers without their weights. */
  public double[] values() {
    return values;
  }

  public WeightedNumbers filter(DoublePredicate wanted) {
    return at(IntStream.range(0, values.length).filter(i -> wanted.test(values[i])).toArray());
  }

  private WeightedNumbers at(int... places) {
    double[] some = IntStream.of(places).mapToDouble(i -> values[i]).toArray();
    float[] ofThem = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      ofThem[i] = weights[places[i]];
    }
    return new WeightedNumbers(some, ofThem);
  }

  /** Returns the mapped numbers, with the same weights. */
  public WeightedNumbers mapped(DoubleUnaryOperator map) {
    return new WeightedNumbers(DoubleStream.of(values).map(map).toArray(), weights);
  }

  double mean(DoubleUnaryOperator function) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * function.applyAsDouble(values[i]);
      total += weights[i];
    }
    return sum / total;
  }

  double deviation() {
    double mean = mean(y -> y);
    return Math.sqrt(mean(y -> (y - mean) * (y - mean)));
  }

  /** Returns at most this many numbers, evenly spaced in their order. */
  WeightedNumbers thinned(int most) {
    int every = Math.max(1, (values.length + most - 1) / most);
    return at(IntStream.range(0, values.length).filter(i -> i % every == 0).toArray());
  }

  WeightedNumbers levelled(Relief relief) {
    return new WeightedNumbers(relief.levelled(values), weights);
  }

  /**
   * Returns the piecewise linear encoding with the {@link #knots}; empty if there are fewer than
   * three, since the number itself is as good.
   */
  Optional<PiecewiseEncoding> encoding(int most) {
    return encoding(knots(most));
  }

  /** Returns the piecewise linear encoding whose knots are all numbers. */
  Optional<PiecewiseEncoding> encodingOfEach() {
    List<Double> knots = new ArrayList<>();
    for (double value : DoubleStream.of(values).sorted().toArray()) {
      if (knots.isEmpty() || value - knots.get(knots.size() - 1) > LEAST_GAP) {
        knots.add(value);
      }
    }
    return encoding(knots);
  }

  private static Optional<PiecewiseEncoding> encoding(List<Double> knots) {
    return knots.size() < 3 ? Optional.empty() : Optional.of(new PiecewiseEncoding(knots));
  }

  /**
   * Returns the ends of intervals between the least and the greatest number with about equal
   * counts, ignoring weights, in ascending order. A number that many rows share counts at most as
   * an equal share of all rows, so that other numbers have intervals, too.
   *
   * <p>There are 16 intervals, or one interval for each number if at most 64 numbers differ. There
   * are fewer if an interval would have fewer than 64 numbers.
   *
   * @param most the largest number of intervals
   */
  List<Double> knots(int most) {
    double[] sorted = DoubleStream.of(values).sorted().toArray();
    int[] ends = ends(sorted);
    int wanted = ends.length <= FEW_NUMBERS ? ends.length : INTERVALS;
    int usual = Math.min(wanted, values.length / ROWS_OF_INTERVAL);
    double intervals = Math.max(FEWEST_INTERVALS, Math.min(most, usual));
    double cap = values.length / intervals;
    double[] counts = new double[ends.length];
    Arrays.setAll(counts, i -> Math.min(cap, ends[i] - (i == 0 ? 0 : ends[i - 1])));
    double share = DoubleStream.of(counts).sum() / intervals;
    List<Double> knots = new ArrayList<>();
    double passed = 0;
    for (int i = 0; i < ends.length; i++) {
      double value = sorted[ends[i] - 1];
      boolean isNew = knots.isEmpty() || value - knots.get(knots.size() - 1) > LEAST_GAP;
      if (isNew && (passed >= knots.size() * share || i == ends.length - 1)) {
        knots.add(value);
      }
      passed += counts[i];
    }
    return knots;
  }

  /** Returns the index after the last occurrence of each number. */
  private static int[] ends(double[] sorted) {
    return IntStream.rangeClosed(1, sorted.length)
        .filter(i -> i == sorted.length || sorted[i] != sorted[i - 1])
        .toArray();
  }

  /**
   * Returns the standardization of the mapped numbers. Its moments leave out numbers far from
   * nearly all others, since otherwise a few fill values would determine the scale.
   */
  public Standardize standardized(DoubleUnaryOperator map) {
    WeightedNumbers scaled = mapped(map);
    Bulk.Reach reach = Bulk.Reach.of(scaled.values);
    WeightedNumbers near = scaled.filter(reach::contains);
    float[] numbers = new float[near.values.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) near.values[i];
    }
    return Standardize.fit(Data.of(Rows.of(numbers, 1)).weighted(near.weights));
  }
}
