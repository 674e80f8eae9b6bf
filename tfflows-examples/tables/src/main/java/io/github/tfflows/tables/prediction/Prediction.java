package io.github.tfflows.tables.prediction;

import io.github.tfflows.tables.text.Excerpt;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The distribution of the value of a column in one row. A column of numbers, dates or times has
 * quantiles, a column of names has a probability for each name. Values are in the unit of the
 * column: dates as days since the first of January 1970, timestamps as seconds since then; {@link
 * #text} writes them as the column does. All results are conditional on the presence of a value;
 * {@link #missing} is the probability that it is missing.
 *
 * <p>Methods throw {@link IllegalArgumentException} where they do not suit the kind of the column,
 * and for a probability that is not above 0 and below 1.
 */
public final class Prediction {
  /** The number of points in each pass of a search for the shortest interval, or the mode. */
  private static final int POINTS = 65;

  private final Predictions one;

  private Prediction(Predictions one) {
    this.one = one;
  }

  /**
   * Returns the prediction of one of several rows, counted from zero.
   *
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public static Prediction of(Predictions rows, int row) {
    return new Prediction(rows.row(row));
  }

  /** Returns how the prediction is computed. */
  public Method method() {
    return one.method();
  }

  /** Returns the probability of a missing value. */
  public double missing() {
    return one.missing()[0];
  }

  // Numbers

  /** Returns the value that a new one does not exceed with a probability above 0 and below 1. */
  public double quantile(double level) {
    return one.quantiles(level)[0];
  }

  /** Returns the quantile of one half. */
  public double median() {
    return quantile(0.5);
  }

  /**
   * Returns the mean, the best guess by squared error, without the outermost share on each side
   * (see {@link Predictions#means}).
   */
  public double mean() {
    return one.means()[0];
  }

  /** Returns the standard deviation, also without the outermost share on each side. */
  public double standardDeviation() {
    return one.standardDeviations()[0];
  }

  /** Returns the probability of at most a value, a number or a text of the column. */
  public double cdf(Object value) {
    return probabilityUpTo(one.scale().upTo(value));
  }

  private double probabilityUpTo(double number) {
    return one.cdf(new double[] {number})[0];
  }

  /**
   * Returns the probability of an interval with both ends included. The ends are numbers or texts
   * of the column. They may be infinite.
   */
  public double probability(Object low, Object high) {
    ColumnScale scale = one.scale();
    double from = scale.under(low);
    double to = scale.upTo(high);
    return from >= to ? 0 : Math.max(0, probabilityUpTo(to) - probabilityUpTo(from));
  }

  /**
   * Returns the central interval of a probability above 0 and below 1. If the model has scores of
   * held-out rows, they correct the interval, so that it contains that share of new values ({@link
   * ConformalScores}); {@link Predictor#uncorrected} predicts without the correction.
   */
  public Interval interval(double level) {
    return one.intervals(level).get(0);
  }

  /** Returns the shortest interval that has a probability, above 0 and below 1, under the model. */
  public Interval shortestInterval(double level) {
    QuantileLevels unused = QuantileLevels.of(level);
    double low = 0;
    double high = 1 - level;
    double[] ends = {};
    for (int pass = 0; pass < 2; pass++) {
      double step = (high - low) / (POINTS + 1);
      double from = low;
      double[] starts =
          IntStream.rangeClosed(1, POINTS).mapToDouble(i -> from + i * step).toArray();
      ends = shortest(starts, level);
      low = Math.max(low, ends[0] - step);
      high = Math.min(high, ends[0] + step);
    }
    return new Interval(one.scale().value(ends[1]), one.scale().value(ends[2]));
  }

  /** The probability below the shortest interval, and its ends. */
  private double[] shortest(double[] starts, double level) {
    double[] all = Arrays.copyOf(starts, 2 * starts.length);
    for (int i = 0; i < starts.length; i++) {
      all[starts.length + i] = starts[i] + level;
    }
    double[] numbers = one.law().quantiles(QuantileLevels.of(all));
    int best =
        IntStream.range(0, starts.length)
            .boxed()
            .min(Comparator.comparingDouble(i -> numbers[starts.length + i] - numbers[i]))
            .orElseThrow();
    return new double[] {starts[best], numbers[best], numbers[starts.length + best]};
  }

  /** Returns the text of a value as the column writes it; empty where it is infinite. */
  public String text(double value) {
    return one.text(value);
  }

  // Names

  /** Returns the probabilities of the names, the likeliest first. */
  public Map<String, Double> probabilities() {
    double[] all = one.probabilities();
    Map<String, Double> sorted = new LinkedHashMap<>();
    IntStream.range(0, all.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -all[i]))
        .forEach(i -> sorted.put(one.names().get(i), all[i]));
    return sorted;
  }

  /**
   * Returns the probability of a name, or of a text that stands for one. For a name that the fit
   * has not seen, it is the probability of all unseen names together.
   */
  public double probability(String name) {
    return Math.exp(logProb(name));
  }

  /**
   * Returns the fewest names that together have a probability, above 0 and below 1. If the model
   * has scores of held-out rows, they correct the set, so that it holds that share of new names
   * ({@link ConformalScores}).
   */
  public Set<String> nameSet(double level) {
    QuantileLevels unused = QuantileLevels.of(level);
    Set<String> set = new LinkedHashSet<>();
    double least = one.conformal().map(scores -> 1 - scores.at(level)).orElse(0.0);
    double sum = 0;
    for (Map.Entry<String, Double> name : probabilities().entrySet()) {
      boolean isIn = one.isCorrected() ? name.getValue() >= least : sum < level;
      if (isIn) {
        set.add(name.getKey());
      }
      sum += name.getValue();
    }
    return set;
  }

  // Both

  /**
   * Returns the log-probability of a name, or the log-density of a number per unit of the column,
   * in nats; numbers can be given as text.
   */
  public double logProb(Object value) {
    return one.logProb(new float[] {one.number(value)})[0];
  }

  /**
   * Returns the likeliest value: a name, or the number with the greatest density as a {@link
   * Double}.
   */
  public Object mode() {
    if (!one.names().isEmpty()) {
      return probabilities().keySet().iterator().next();
    }
    double[] numbers = one.law().nodes();
    int best = densest(numbers);
    double low = numbers[Math.max(0, best - 1)];
    double high = numbers[Math.min(numbers.length - 1, best + 1)];
    double[] near =
        IntStream.range(0, POINTS)
            .mapToDouble(i -> low + (high - low) * i / (POINTS - 1))
            .toArray();
    double[] both =
        DoubleStream.concat(DoubleStream.of(numbers[best]), DoubleStream.of(near)).toArray();
    return one.scale().value(both[densest(both)]);
  }

  private int densest(double[] numbers) {
    float[] held = new float[numbers.length];
    for (int i = 0; i < held.length; i++) {
      held[i] = (float) one.scale().held(numbers[i]);
    }
    double[] logProb = one.law().select(new int[held.length]).logProb(held);
    return IntStream.range(0, held.length)
        .boxed()
        .max(Comparator.comparingDouble(i -> logProb[i]))
        .orElseThrow();
  }

  @Override
  public String toString() {
    return "Prediction[%s]".formatted(Excerpt.of(one.column().name()));
  }
}
