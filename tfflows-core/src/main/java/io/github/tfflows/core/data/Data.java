package io.github.tfflows.core.data;

import io.github.tfflows.core.graph.Require;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Rows to learn from or to evaluate, each with a context and, optionally, a weight and a group.
 *
 * @param x the events
 * @param context one vector for each event; {@link Rows#empty} for an unconditional density
 * @param weights one finite number for each event, zero or more; {@link Rows#empty} if all rows
 *     count equally
 * @param groups one number for each event, equal for events that belong together; {@link
 *     Rows#empty} if each stands alone
 */
public record Data(Rows x, Rows context, Rows weights, Rows groups) {
  /** Floats are exact for whole numbers of as many bits. */
  private static final int EXACT_BITS = 24;

  /** The golden ratio in 32 bits, which spreads consecutive numbers over the leading ones. */
  private static final int GOLDEN = 0x9E3779B9;

  public Data {
    Objects.requireNonNull(x, "x");
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(weights, "weights");
    Objects.requireNonNull(groups, "groups");
    if (context.eventShape().numDimensions() != 1) {
      throw new IllegalArgumentException("expected contexts as vectors, got " + context);
    }
    if (context.count() != x.count()) {
      throw new IllegalArgumentException(
          "expected one context for each of %s rows, got %s".formatted(x.count(), context.count()));
    }
    requireWeights(x, weights);
    requireOneEach("group", x, groups);
  }

  /** Weighted events with their contexts. */
  public Data(Rows x, Rows context, Rows weights) {
    this(x, context, weights, Rows.empty(Objects.requireNonNull(x, "x").count()));
  }

  /** Pairs events with their contexts; all rows count equally. */
  public Data(Rows x, Rows context) {
    this(x, context, Rows.empty(Objects.requireNonNull(x, "x").count()));
  }

  /**
   * The two parts of a split.
   *
   * @param training the rows to learn from
   * @param heldOut the rows for validation
   */
  public record Split(Data training, Data heldOut) {}

  /**
   * Returns unconditional vectors.
   *
   * @param x vectors, one a row
   * @throws IllegalArgumentException if there is none or they differ in length
   */
  public static Data of(float[][] x) {
    return of(Rows.of(x));
  }

  /**
   * Returns vectors with their contexts.
   *
   * @param x vectors, one a row
   * @param context one vector for each of them
   * @throws IllegalArgumentException if rows differ in length, or there is not one context for each
   *     vector
   */
  public static Data of(float[][] x, float[][] context) {
    return new Data(Rows.of(x), Rows.of(context));
  }

  /** Returns unconditional events. */
  public static Data of(Rows x) {
    return new Data(x, Rows.empty(x.count()));
  }

  /** Returns data without rows, for a fit that holds no rows out. */
  public static Data none() {
    return of(Rows.empty(0));
  }

  /**
   * Returns these rows with weights, such as survey weights or importance weights. Training
   * minimizes the weighted mean {@code Σ wᵢ·lossᵢ / Σ wᵢ}, so a row of weight two counts as two
   * equal rows. A row of weight zero does not count.
   *
   * @param numbers one weight for each row, zero or more, on any scale
   * @throws IllegalArgumentException if there is not one weight for each row, or one is negative or
   *     not finite
   */
  public Data weighted(float[] numbers) {
    Objects.requireNonNull(numbers, "numbers");
    return new Data(x, context, new Rows(numbers.clone(), Shape.of(1), numbers.length), groups);
  }

  /**
   * Returns these rows in groups, such as the rows of each customer. A split holds out whole
   * groups, so that held-out rows measure a model on groups that it did not learn from.
   *
   * @param numbers the group of each row. Of many thousands of groups, some may be held out
   *     together
   * @throws IllegalArgumentException if there is not one number for each row
   */
  public Data grouped(int[] numbers) {
    Objects.requireNonNull(numbers, "numbers");
    float[] groups = new float[numbers.length];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (numbers[i] * GOLDEN) >>> (Integer.SIZE - EXACT_BITS);
    }
    return new Data(x, context, weights, new Rows(groups, Shape.of(1), groups.length));
  }

  /** Returns these rows without groups. */
  public Data ungrouped() {
    return isGrouped() ? new Data(x, context, weights) : this;
  }

  public boolean isWeighted() {
    return weights.size() > 0;
  }

  public boolean isGrouped() {
    return groups.size() > 0;
  }

  /** Returns whether the rows have groups, and not all the same. */
  public boolean isOfSeveralGroups() {
    float[] numbers = groups.values();
    return IntStream.range(0, numbers.length).anyMatch(row -> numbers[row] != numbers[0]);
  }

  /** Returns the weight of a row; one if the rows have no weights. */
  public double weight(int row) {
    return isWeighted() ? weights.values()[row] : 1;
  }

  /** Returns the rows whose weight is not zero. */
  public Data withoutZeroWeights() {
    if (!isWeighted()) {
      return this;
    }
    int[] counting = IntStream.range(0, count()).filter(i -> weight(i) > 0).toArray();
    return counting.length == count() ? this : select(counting);
  }

  /**
   * Returns these rows with weights scaled to a mean of one, so that a weighted loss is in nats a
   * row.
   *
   * @throws IllegalArgumentException if all weights are zero
   */
  public Data withMeanWeightOne() {
    if (!isWeighted() || count() == 0) {
      return this;
    }
    double mean = IntStream.range(0, count()).mapToDouble(this::weight).average().orElseThrow();
    if (mean == 0) {
      throw new IllegalArgumentException(
          "expected a weight above zero, all of %s are zero".formatted(count()));
    }
    float[] scaled = new float[count()];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (weight(i) / mean);
    }
    return weighted(scaled);
  }

  /**
   * Returns rows that all count equally in place of weighted ones: each row about as often as its
   * weight says, by systematic sampling. Their number is the effective sample size {@code (Σ wᵢ)² /
   * Σ wᵢ²} of the weighted rows (Kish, 1965, Survey Sampling, section 11.7). If all weights are
   * zero, each row stands once.
   */
  public Data unweighted() {
    if (!isWeighted()) {
      return this;
    }
    Data counting = withoutZeroWeights();
    Data rows = counting.count() == 0 ? this : counting.select(counting.systematic());
    return new Data(rows.x, rows.context, Rows.empty(rows.count()), rows.groups);
  }

  private int[] systematic() {
    double sum = IntStream.range(0, count()).mapToDouble(this::weight).sum();
    double squares = IntStream.range(0, count()).mapToDouble(i -> weight(i) * weight(i)).sum();
    int[] places = new int[(int) Math.rint(sum * sum / squares)];
    int row = 0;
    double upTo = weight(0);
    for (int i = 0; i < places.length; i++) {
      while (upTo < (i + 0.5) / places.length * sum && row < count() - 1) {
        upTo += weight(++row);
      }
      places[i] = row;
    }
    return places;
  }

  public int count() {
    return x.count();
  }

  /**
   * Returns a copy of consecutive rows.
   *
   * @param to the row after the last
   * @throws IndexOutOfBoundsException if they are not among the rows
   */
  public Data slice(int from, int to) {
    return new Data(
        x.slice(from, to),
        context.slice(from, to),
        weights.slice(from, to),
        groups.slice(from, to));
  }

  /**
   * Returns a copy of chosen rows.
   *
   * @param indices the places of the rows, in the order of the result
   * @throws IndexOutOfBoundsException if one is not among the rows
   */
  public Data select(int... indices) {
    return new Data(
        x.select(indices),
        context.select(indices),
        weights.select(indices),
        groups.select(indices));
  }

  /**
   * Splits the rows at random.
   *
   * @param heldOutFraction the share to hold out, in [0, 1)
   * @param seed equal seeds give equal splits
   * @return both parts; the held-out one is rounded to whole rows, or to whole groups
   * @throws IllegalArgumentException if the share is not in [0, 1), or all rows are of one group
   */
  public Split split(double heldOutFraction, long seed) {
    return split(heldOutFraction, seed, 0);
  }

  /**
   * Splits the rows at random, with different held-out rows for each fold: the held-out rows of the
   * folds {@code 0, 1, …} have none in common, as long as there are enough rows. Rows in groups are
   * held out by {@link Groups#heldOut}.
   *
   * @param heldOutFraction the share to hold out, in [0, 1)
   * @param seed equal seeds give equal splits
   * @param fold the number of the fold, from zero
   * @return both parts; the held-out one is rounded to whole rows, or to whole groups
   * @throws IllegalArgumentException if the share is not in [0, 1), the number is negative, or all
   *     rows are of one group
   */
  public Split split(double heldOutFraction, long seed, int fold) {
    Require.share("heldOutFraction", heldOutFraction);
    Require.atLeast("fold", fold, 0);
    int[] order = Seeds.shuffled(count(), Seeds.random(seed, Seeds.SPLIT));
    if (isGrouped()) {
      boolean[] isHeldOut = Groups.heldOut(groups.values(), heldOutFraction, seed, fold);
      return new Split(
          select(IntStream.of(order).filter(i -> !isHeldOut[i]).toArray()),
          select(IntStream.of(order).filter(i -> isHeldOut[i]).toArray()));
    }
    int heldOut = (int) Math.round(heldOutFraction * count());
    long begin = (long) fold * heldOut;
    IntUnaryOperator place = i -> order[(int) ((begin + i) % count())];
    return new Split(
        select(IntStream.range(heldOut, count()).map(place).toArray()),
        select(IntStream.range(0, heldOut).map(place).toArray()));
  }

  /**
   * Returns these rows with uniform noise added to the events (see {@link DataSource#dequantized}).
   *
   * @param width the width of each column's noise, centred at zero
   * @param seed equal seeds give equal noise
   * @throws IllegalArgumentException if there is not one width for each column, or one is negative
   */
  public Data dequantized(float[] width, long seed) {
    if (width.length != x.size()) {
      throw new IllegalArgumentException(
          "expected one width for each of %s columns, got %s".formatted(x.size(), width.length));
    }
    for (int i = 0; i < width.length; i++) {
      if (!(width[i] >= 0 && Float.isFinite(width[i]))) {
        throw new IllegalArgumentException(
            "the width of column %s must be zero or more, got %s".formatted(i, width[i]));
      }
    }
    if (IntStream.range(0, width.length).allMatch(i -> width[i] == 0)) {
      return this;
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[] noisy = x.values().clone();
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = noisy(noisy[i], width[i % width.length], random.nextDouble() - 0.5);
    }
    return new Data(new Rows(noisy, x.eventShape(), x.count()), context, weights, groups);
  }

  /** Adds noise to a number, unless rounding would move it to the edge of the noise. */
  private static float noisy(float value, float width, double noise) {
    float noisy = value + (float) (width * noise);
    return Math.abs(noisy - value) < width / 2 ? noisy : value;
  }

  /**
   * Returns these rows if every entry is finite.
   *
   * @param what the name of the rows in the message
   * @throws IllegalArgumentException if an entry is not finite; the message has its row and column
   */
  public Data requireFinite(String what) {
    x.requireFinite(what);
    context.requireFinite("the context of " + what);
    return this;
  }

  public Data followedBy(Data others) {
    return new Data(
        x.followedBy(others.x),
        context.followedBy(others.context),
        weights.followedBy(others.weights),
        groups.followedBy(others.groups));
  }

  private static void requireOneEach(String role, Rows x, Rows numbers) {
    if (numbers.count() != x.count()
        || numbers.size() > 1
        || numbers.eventShape().numDimensions() != 1) {
      throw new IllegalArgumentException(
          "expected one %s for each of %s rows, got %s".formatted(role, x.count(), numbers));
    }
  }

  private static void requireWeights(Rows x, Rows weights) {
    requireOneEach("weight", x, weights);
    for (int i = 0; i < weights.values().length; i++) {
      float weight = weights.values()[i];
      if (!(weight >= 0 && Float.isFinite(weight))) {
        throw new IllegalArgumentException(
            "the weight of row %s must be zero or more, got %s".formatted(i, weight));
      }
    }
  }
}
