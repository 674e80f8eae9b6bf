package io.github.tfflows.tables.evaluation;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.prediction.Predictions;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The losses of predicted rows, beside those by the distribution of the column alone, which ignores
 * all other columns (the climatology of weather forecasts). The loss of a number is the continuous
 * ranked probability score, in the unit of the column; that of a name is the negative
 * log-probability, in nats. Zero is best. Rows count as often as their weights say.
 *
 * @param model the loss of each row by a model that did not learn from it
 * @param alone the loss of each row by the distribution of the training rows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Skill(String column, double[] model, double[] alone) {
  /**
   * A lower loss by this share of it can be chance, since the held-out rows also choose the
   * weights.
   */
  private static final double HARDLY = 0.03;

  /** This many rows suffice. */
  private static final int MOST_TO_PREDICT = 1_000;

  private static final int MOST_TO_LEARN_FROM = 10_000;

  /** Returns the losses of held-out rows by a model of one column given others. */
  public static Optional<Skill> of(
      CompiledDistribution model, TableSchema schema, Data.Split split) {
    return Predictor.onlyColumn(schema)
        .filter(column -> !schema.given().isEmpty())
        .map(column -> Predictor.of(model, schema, column.name(), Optional.empty()))
        .map(predictor -> of(predictor, split));
  }

  private static Skill of(Predictor predictor, Data.Split split) {
    Data rows = some(predictor, split.heldOut().unweighted(), MOST_TO_PREDICT);
    Data learned = some(predictor, split.training().unweighted(), MOST_TO_LEARN_FROM);
    String column = predictor.column().name();
    if (rows.count() == 0 || learned.count() == 0) {
      return new Skill(column, new double[0], new double[0]);
    }
    Predictions predictions = predictor.given(rows);
    float[] observed = predictor.observed(rows);
    float[] known = predictor.observed(learned);
    return predictor.column().kind().isNamed()
        ? new Skill(
            column,
            DoubleStream.of(predictions.logProb(observed)).map(log -> -log).toArray(),
            ofNames(known, observed, predictions.names().size()))
        : new Skill(
            column,
            predictions.crps(observed),
            ofNumbers(predictions.values(known), predictions.values(observed)));
  }

  /** Returns rows that have a value, evenly spaced in their order. */
  private static Data some(Predictor predictor, Data rows, int most) {
    float[] values = predictor.observed(rows);
    int[] there = IntStream.range(0, values.length).filter(i -> !Float.isNaN(values[i])).toArray();
    int every = Math.max(1, (there.length + most - 1) / most);
    return rows.select(
        IntStream.range(0, there.length).filter(i -> i % every == 0).map(i -> there[i]).toArray());
  }

  private static double[] ofNumbers(double[] known, double[] values) {
    double spread = spread(known);
    double n = known.length;
    return DoubleStream.of(values)
        .map(y -> DoubleStream.of(known).map(x -> Math.abs(y - x) / n).sum() - spread)
        .toArray();
  }

  /**
   * Returns half of the mean distance of two numbers, which is the mean score of the numbers
   * themselves by their distribution.
   */
  static double spread(double... numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    double n = sorted.length;
    return IntStream.range(0, sorted.length)
        .mapToDouble(i -> (2 * i + 1 - n) / (n * n) * sorted[i])
        .sum();
  }

  /** Each name counts half a row more (Krichevsky and Trofimov, 1981), an unseen one, too. */
  private static double[] ofNames(float[] known, float[] observed, int names) {
    double[] counts = new double[names + 1];
    Arrays.fill(counts, 0.5);
    for (float name : known) {
      counts[Math.round(name)]++;
    }
    double all = DoubleStream.of(counts).sum();
    return IntStream.range(0, observed.length)
        .mapToDouble(i -> -Math.log(counts[Math.round(observed[i])] / all))
        .toArray();
  }

  /** Returns these rows and others. */
  public Skill followedBy(Skill others) {
    return new Skill(column, joined(model, others.model), joined(alone, others.alone));
  }

  private static double[] joined(double[] first, double[] second) {
    return DoubleStream.concat(DoubleStream.of(first), DoubleStream.of(second)).toArray();
  }

  /**
   * Returns a sentence if the model is hardly better than the distribution of the column alone: if
   * its mean loss is at most three per cent lower, or at most by the standard error of the
   * difference.
   */
  public Optional<String> warning() {
    if (model.length < 2) {
      return Optional.empty();
    }
    double reference = DoubleStream.of(alone).average().orElseThrow();
    Mean gain =
        Mean.of(IntStream.range(0, model.length).mapToDouble(i -> alone[i] - model[i]).toArray());
    return gain.value() > Math.max(gain.standardError(), HARDLY * reference)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the model predicts held-out rows hardly better than the distribution of %s alone: the"
                    + " mean loss of %s is %.4g, beside %.4g without the other columns; these may say"
                    + " little about it, or the rows are too few to learn from",
                Excerpt.of(column),
                Numbers.counted(model.length, "row"),
                reference - gain.value(),
                reference));
  }
}
