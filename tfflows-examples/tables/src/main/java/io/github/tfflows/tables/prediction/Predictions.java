package io.github.tfflows.tables.prediction;

import io.github.tfflows.tables.column.NameCoding;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The predictions of a column in several rows as arrays of numbers; {@code Prediction.of} returns
 * the prediction of one row. Values are in the unit of the column: dates as days since the first of
 * January 1970, timestamps as seconds since then. All results are conditional on the presence of a
 * value; {@link #missing} is the probability that it is missing.
 */
public final class Predictions {
  /** The largest number of rounds of draws for a row whose draws do not agree with its values. */
  static final int MOST_ROUNDS = 64;

  /** The problem of a row with whose values no draw agrees. */
  static final String UNDRAWN =
      "none of at least %s draws in place of missing values agrees with the values that follow from them"
          .formatted(MOST_ROUNDS);

  private static final long SEED = 1;

  private final TableColumn column;
  private final ColumnScale scale;
  private final Optional<Law> law;

  /** The probabilities of names, row by row; empty for a number. */
  private final double[] probabilities;

  private final double[] missing;
  private final Optional<ConformalScores> conformal;

  /** The numbers at {@link QuantileLevels#NODES}, computed on first use, by each thread alike. */
  private volatile double @Nullable [] nodes;

  private volatile @Nullable FewSteps steps;

  private Predictions(
      TableColumn column,
      Optional<Law> law,
      double[] probabilities,
      double[] missing,
      Optional<ConformalScores> conformal) {
    this.column = column;
    this.scale = new ColumnScale(column, law.isPresent() && law.get().isExact());
    this.law = law;
    this.probabilities = probabilities;
    this.missing = missing;
    this.conformal = conformal;
  }

  static Predictions of(
      TableColumn column, Law law, double[] missing, Optional<ConformalScores> conformal) {
    return new Predictions(column, Optional.of(law), new double[0], missing, conformal);
  }

  /** Returns predictions by the probabilities of names, row by row. */
  static Predictions of(
      TableColumn column,
      double[] probabilities,
      double[] missing,
      Optional<ConformalScores> conformal) {
    return new Predictions(column, Optional.empty(), probabilities, missing, conformal);
  }

  /** Returns the column. */
  public TableColumn column() {
    return column;
  }

  /** Returns the number of rows. */
  public int count() {
    return missing.length;
  }

  /** Returns how the predictions are computed. */
  public Method method() {
    return law.map(Law::method).orElse(Method.ENUMERATION);
  }

  /** The predictions of one row, counted from zero. */
  Predictions row(int row) {
    int size = column.names().size();
    return new Predictions(
        column,
        law.map(all -> all.select(row)),
        law.isPresent()
            ? probabilities
            : Arrays.copyOfRange(probabilities, row * size, (row + 1) * size),
        new double[] {missing[row]},
        conformal);
  }

  /** Returns the probability of a missing value in each row. */
  public double[] missing() {
    return missing.clone();
  }

  /**
   * Returns the reasons why rows have no prediction, by the index of the row: no draw agrees with
   * their values. Their numbers are NaN.
   */
  public Map<Integer, String> problems() {
    Map<Integer, String> problems = new TreeMap<>();
    for (int row = 0; row < missing.length; row++) {
      if (Double.isNaN(missing[row])) {
        problems.put(row, UNDRAWN);
      }
    }
    return problems;
  }

  /** Returns the names whose probabilities are predicted; empty for a number. */
  public List<String> names() {
    return column.names();
  }

  /**
   * Returns the probabilities of {@link #names}, row by row: {@code [rows · names]}.
   *
   * @throws IllegalArgumentException if the column is a number
   */
  public double[] probabilities() {
    if (law.isPresent()) {
      throw new IllegalArgumentException(
          "column %s has numbers (its kind is %s); ask for quantiles"
              .formatted(Excerpt.of(column.name()), column.kind().text()));
    }
    return probabilities.clone();
  }

  Law law() {
    return law.orElseThrow(
        () ->
            new IllegalArgumentException(
                "column %s has names (its kind is %s); ask for probabilities"
                    .formatted(Excerpt.of(column.name()), column.kind().text())));
  }

  /** The number of a value, or the place of a name. */
  float number(Object value) {
    if (law.isPresent()) {
      return scale.number(value);
    }
    return column.coding() instanceof NameCoding coding
        ? coding.placeOrUnseen(value.toString())
        : column.parse(value.toString());
  }

  /** The scale of numbers; names have none. */
  ColumnScale scale() {
    Law unused = law();
    return scale;
  }

  Optional<ConformalScores> conformal() {
    return conformal;
  }

  /** Returns whether intervals and sets of names are corrected by held-out rows. */
  public boolean isCorrected() {
    return conformal.isPresent();
  }

  /** Returns the text of a value as the column writes it; empty where it is infinite. */
  public String text(double value) {
    return !Double.isFinite(value) ? "" : scale().text(value);
  }

  /** Returns values as the column is written: numbers, or the texts of dates and times. */
  public List<Object> written(double... values) {
    boolean isText = column.kind().isTemporal();
    return Arrays.stream(values).mapToObj(value -> isText ? text(value) : (Object) value).toList();
  }

  /**
   * Returns the likeliest name of each row.
   *
   * @throws IllegalArgumentException if the column is a number
   */
  public List<String> likeliest() {
    double[] all = probabilities();
    List<String> likeliest = new ArrayList<>();
    for (int from = 0; from < all.length; from += names().size()) {
      int best = 0;
      for (int i = 0; i < names().size(); i++) {
        best = all[from + i] > all[from + best] ? i : best;
      }
      likeliest.add(names().get(best));
    }
    return likeliest;
  }

  /**
   * Returns quantiles at levels above 0 and below 1, row by row: {@code [rows · levels]}.
   *
   * @throws IllegalArgumentException if a level is not, or the column has names
   */
  public double[] quantiles(double... levels) {
    return values(law().quantiles(QuantileLevels.of(levels)));
  }

  private double[] values(double[] numbers) {
    return Arrays.stream(numbers).map(scale::value).toArray();
  }

  /**
   * Returns the mean of each row, without the outermost 0.003 percent on each side, or without the
   * two outermost draws. The whole distribution may have no mean, since the tails of a flow are
   * heavy by design.
   */
  public double[] means() {
    return moments((values, from) -> QuantileLevels.mean(values, from, value -> value));
  }

  /** Returns the standard deviation of each row, without the outermost share, too. */
  public double[] standardDeviations() {
    double unit = column.unit();
    boolean isSpread = law().method() == Method.CLOSED_FORM; // numbers, over their steps
    double spread = isSpread ? square(column.spacing()) / 12 : 0;
    double[] all =
        moments(
            (values, from) -> {
              double mean = QuantileLevels.mean(values, from, value -> value);
              double square =
                  QuantileLevels.mean(values, from, value -> square((value - mean) / unit));
              return unit * Math.sqrt(Math.max(0, square - spread));
            });
    if (isSpread) {
      return all;
    }
    FewSteps few = steps();
    return IntStream.range(0, count())
        .mapToDouble(row -> few.has(row) ? few.deviation(row) : all[row])
        .toArray();
  }

  private static double square(double x) {
    return x * x;
  }

  /** A moment of a row, computed from its quantiles at {@link QuantileLevels#NODES}. */
  private interface Moment {
    double of(double[] values, int from);
  }

  private double[] moments(Moment moment) {
    int nodes = QuantileLevels.NODES.count();
    double[] values = unrounded();
    return IntStream.range(0, count()).mapToDouble(i -> moment.of(values, i * nodes)).toArray();
  }

  private double[] nodes() {
    double[] known = nodes;
    if (known == null) {
      known = law().nodes();
      nodes = known;
    }
    return known;
  }

  private double[] unrounded() {
    return Arrays.stream(nodes()).map(scale::unrounded).toArray();
  }

  private FewSteps steps() {
    FewSteps known = steps;
    if (known == null) {
      known = FewSteps.of(scale, nodes(), this::cdf);
      steps = known;
    }
    return known;
  }

  /**
   * Returns central intervals of a probability above 0 and below 1. If the model has scores of
   * held-out rows, they correct the intervals, so that these contain that share of new values
   * ({@link ConformalScores}).
   */
  public List<Interval> intervals(double level) {
    QuantileLevels unused = QuantileLevels.of(level);
    double half = conformal.map(scores -> scores.at(level)).orElse(level / 2);
    List<Interval> intervals = new ArrayList<>();
    if (half >= 0.5) {
      Interval all = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
      return Collections.nCopies(count(), all);
    }
    double[] ends = law().quantiles(QuantileLevels.of(0.5 - half, 0.5 + half));
    for (int i = 0; i < count(); i++) {
      intervals.add(new Interval(scale.value(ends[2 * i]), scale.value(ends[2 * i + 1])));
    }
    return intervals;
  }

  /**
   * Returns the log-probabilities of values.
   *
   * @param observed a number for each row, as {@link Predictor#observed} returns them
   * @return log-probabilities in nats, and for numbers log-densities in nats, per unit of the
   *     column; NaN for a missing value
   */
  public double[] logProb(float[] observed) {
    float[] present = present(observed);
    if (law.isPresent()) {
      double[] logProb = law().logProb(present);
      return each(observed, i -> logProb[i]);
    }
    return each(observed, i -> Math.log(ofName(i, Math.round(observed[i]))));
  }

  /** The probability of a name. All names that the fit has not seen share one. */
  private double ofName(int row, int place) {
    int size = probabilities.length / Math.max(1, count());
    if (place < size) {
      return probabilities[row * size + place];
    }
    return column.coding() instanceof NameCoding coding ? coding.unseen() : 0;
  }

  /**
   * Returns values in the unit of the column, with which quantiles are compared.
   *
   * @param observed a number for each row, as {@link Predictor#observed} returns them
   */
  public double[] values(float[] observed) {
    return each(observed, row -> scale.value(observed[row]));
  }

  /** The numbers, with a filler in place of missing ones. */
  private float[] present(float[] observed) {
    float[] numbers = observed.clone();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Float.isNaN(numbers[i]) ? column.filler() : numbers[i];
    }
    return numbers;
  }

  private static double[] each(float[] observed, IntToDoubleFunction function) {
    return IntStream.range(0, observed.length)
        .mapToDouble(i -> Float.isNaN(observed[i]) ? Double.NaN : function.applyAsDouble(i))
        .toArray();
  }

  /**
   * Returns the rank of each value in its prediction: the probability of a smaller value, plus a
   * random part of the probability of the value itself. Ranks are uniform if the predictions are
   * right.
   *
   * @param observed a number for each row, as {@link Predictor#observed} returns them
   * @param seed equal seeds give equal numbers
   * @return numbers from 0 to 1; NaN for a missing value
   */
  public double[] ranks(float[] observed, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers = present(observed);
    double[] below = new double[numbers.length];
    double[] within = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      below[i] = scale.below(numbers[i]);
      within[i] = scale.within(numbers[i]);
    }
    double[] low = cdf(below);
    double[] high = cdf(within);
    return each(observed, i -> low[i] + random.nextDouble() * Math.max(0, high[i] - low[i]));
  }

  /** The distribution functions, which are zero and one outside of the column's range. */
  double[] cdf(double[] x) {
    double[] inside = law().cdf(x);
    for (int i = 0; i < x.length; i++) {
      if (x[i] < scale.low()) {
        inside[i] = 0;
      } else if (x[i] >= scale.high()) {
        inside[i] = 1;
      }
    }
    return inside;
  }

  /**
   * Returns the continuous ranked probability score of each value (Gneiting and Raftery, 2007,
   * Strictly Proper Scoring Rules, Prediction, and Estimation): {@code ∫ 2 (1{y < Q(u)} - u) (Q(u)
   * - y) du} for the quantiles {@code Q}, in the unit of the column; zero is best. The outermost
   * 0.003 percent on each side do not count. Of few values, it is the sum over these.
   *
   * @param observed a number for each row, as {@link Predictor#observed} returns them
   * @return one number for each row; NaN for a missing value
   */
  public double[] crps(float[] observed) {
    int nodes = QuantileLevels.NODES.count();
    double[] values = unrounded();
    FewSteps few = steps();
    return each(
        observed,
        row -> {
          if (few.has(row)) {
            return few.crps(row, observed[row]);
          }
          double y = scale.unrounded(observed[row]);
          double sum = 0;
          for (int i = 0; i < nodes; i++) {
            double quantile = values[row * nodes + i];
            double weight =
                y < quantile ? QuantileLevels.NODES.above()[i] : -QuantileLevels.NODES.below()[i];
            sum += QuantileLevels.WEIGHTS[i] * 2 * weight * (quantile - y);
          }
          return sum;
        });
  }

  /** The conformal scores of the present values. */
  double[] scores(float[] observed) {
    double[] all =
        law.isPresent()
            ? Arrays.stream(ranks(observed, SEED)).map(u -> Math.abs(u - 0.5)).toArray()
            : Arrays.stream(logProb(observed)).map(log -> 1 - Math.exp(log)).toArray();
    return Arrays.stream(all).filter(score -> !Double.isNaN(score)).toArray();
  }
}
