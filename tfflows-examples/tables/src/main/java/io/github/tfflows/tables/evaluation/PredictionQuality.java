package io.github.tfflows.tables.evaluation;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.tables.prediction.Interval;
import io.github.tfflows.tables.prediction.Predictions;
import io.github.tfflows.tables.prediction.Predictor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The quality of the predictions of a column, over the rows where it has a value.
 *
 * @param logProb their mean log-probability; for numbers, the log-density per unit of the column
 * @param between the same without the rows whose value is a point mass, if there are rows of both
 *     kinds
 * @param numbers the quality of quantiles; empty for names
 * @param names the quality of the likeliest names; empty for numbers
 */
public record PredictionQuality(
    String column,
    int rows,
    Mean logProb,
    Optional<Between> between,
    Optional<Numbers> numbers,
    Optional<Names> names) {
  private static final List<Double> LEVELS = List.of(0.5, 0.9);

  /** The number of values between point masses, and their mean log-probability. */
  public record Between(int rows, Mean logProb) {}

  /**
   * The quality of the likeliest names.
   *
   * @param accuracy the share of rows whose likeliest name is right
   * @param alone the share of the most frequent name of these rows
   */
  public record Names(Mean accuracy, double alone) {}

  /**
   * The quality of quantiles.
   *
   * @param crps the continuous ranked probability score, in the unit of the column
   * @param alone the same by the distribution of these rows, without the other columns
   * @param error the absolute error of the median
   * @param isCorrected whether intervals are corrected by held-out rows
   * @param ranks the test of whether the ranks of the values in their predictions are uniform
   * @param pit the ranks: the predicted probability of at most the value, for each row
   */
  public record Numbers(
      Mean crps,
      double alone,
      Mean error,
      List<Coverage> intervals,
      boolean isCorrected,
      Uniformity ranks,
      List<Double> pit) {}

  /**
   * The coverage of intervals. The level is the share of values that intervals promise to contain,
   * and {@code share} the share of rows whose value is within. The mean width is infinite if one
   * interval is.
   */
  public record Coverage(double level, double share, double width) {}

  /**
   * Measures predictions.
   *
   * @param rows rows that the model has not learned from
   * @param seed of the random parts of ranks
   * @return empty where fewer than two rows have a value
   */
  public static Optional<PredictionQuality> of(Predictor predictor, Data rows, long seed) {
    float[] all = predictor.observed(rows);
    int[] there = IntStream.range(0, all.length).filter(i -> !Float.isNaN(all[i])).toArray();
    if (there.length < 2) {
      return Optional.empty();
    }
    Data some = rows.select(there);
    float[] observed = predictor.observed(some);
    Predictions predictions = predictor.given(some);
    double[] logProb = predictions.logProb(observed);
    boolean hasNames = predictor.column().kind().isNamed();
    return Optional.of(
        new PredictionQuality(
            predictor.column().name(),
            there.length,
            Mean.of(logProb),
            between(predictor.column().masses(), observed, logProb),
            hasNames ? Optional.empty() : Optional.of(numbers(predictions, observed, seed)),
            hasNames ? Optional.of(names(predictions, observed)) : Optional.empty()));
  }

  private static Optional<Between> between(
      PointMasses masses, float[] observed, double... logProb) {
    double[] others =
        IntStream.range(0, observed.length)
            .filter(row -> !masses.contain(observed[row]))
            .mapToDouble(row -> logProb[row])
            .toArray();
    return others.length < 2 || others.length == observed.length
        ? Optional.empty()
        : Optional.of(new Between(others.length, Mean.of(others)));
  }

  private static Numbers numbers(Predictions predictions, float[] observed, long seed) {
    double[] values = predictions.values(observed);
    double[] medians = predictions.quantiles(0.5);
    double[] errors =
        IntStream.range(0, values.length)
            .mapToDouble(i -> Math.abs(values[i] - medians[i]))
            .toArray();
    List<Coverage> intervals = new ArrayList<>();
    for (double level : LEVELS) {
      List<Interval> each = predictions.intervals(level);
      double within =
          IntStream.range(0, values.length).filter(i -> each.get(i).contains(values[i])).count();
      double width = each.stream().mapToDouble(Interval::width).average().orElseThrow();
      intervals.add(new Coverage(level, within / values.length, width));
    }
    double[] pit = predictions.ranks(observed, seed);
    return new Numbers(
        Mean.of(predictions.crps(observed)),
        Skill.spread(values),
        Mean.of(errors),
        intervals,
        predictions.isCorrected(),
        Uniformity.of("ranks", pit),
        DoubleStream.of(pit).boxed().toList());
  }

  private static Names names(Predictions predictions, float[] observed) {
    double[] all = predictions.probabilities();
    int names = predictions.names().size();
    double[] counts = new double[names + 1]; // the last one of unseen names
    for (float name : observed) {
      counts[Math.round(name)]++;
    }
    return new Names(
        Mean.of(
            IntStream.range(0, observed.length)
                .mapToDouble(row -> isLikeliest(all, row * names, names, observed[row]) ? 1 : 0)
                .toArray()),
        DoubleStream.of(counts).limit(names).max().orElseThrow() / observed.length);
  }

  private static boolean isLikeliest(double[] all, int from, int names, float place) {
    int name = Math.round(place);
    double most = DoubleStream.of(all).skip(from).limit(names).max().orElseThrow();
    return name < names && all[from + name] == most;
  }
}
