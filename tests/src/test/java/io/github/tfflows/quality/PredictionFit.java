package io.github.tfflows.quality;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.FitListener;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.prediction.Interval;
import io.github.tfflows.tables.prediction.Predictions;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Predictions of a column by the others, with the defaults. */
final class PredictionFit {
  private static final String TARGET = "y";
  private static final double[] LEVELS =
      IntStream.range(1, 20).mapToDouble(i -> i / 20.0).toArray();

  /**
   * Fits a model to a file of rows, and measures it by another one.
   *
   * @return of a number the score, the coverage and the width of intervals of 90 %, their width
   *     after one factor has stretched them to cover 90 % of the rows, and the log-likelihood; of a
   *     name the log-loss. The last two are seconds, and seconds of the CPU
   */
  static double[] measure(Path training, Path test, long seed, Consumer<Progress> listener)
      throws IOException {
    TableFit fit =
        TableFit.of(Tables.open(training))
            .predicting(TARGET)
            .withTraining(usual -> usual.withSeed(seed))
            .listening(FitListener.ofTraining(listener));
    Stopwatch watch = Stopwatch.start();
    try (TableModel model = fit.fit()) {
      double[] seconds = watch.read();
      Data rows = TableReader.readAll(Tables.open(test), model.schema(), Missing.MODEL);
      Predictor predictor = model.predict(TARGET);
      double[] found = found(predictor.given(rows), predictor.observed(rows));
      double[] all = Arrays.copyOf(found, found.length + 2);
      System.arraycopy(seconds, 0, all, found.length, 2);
      return all;
    }
  }

  private static double[] found(Predictions predictions, float[] observed) {
    double logProb = Arrays.stream(predictions.logProb(observed)).average().orElseThrow();
    if (predictions.column().kind().isNamed()) {
      return new double[] {-logProb};
    }
    List<Interval> intervals = predictions.intervals(0.9);
    double width = intervals.stream().mapToDouble(Interval::width).average().orElseThrow();
    double[] stretches = stretches(intervals, predictions.quantiles(0.5), observed);
    double covered =
        Arrays.stream(stretches).map(factor -> factor <= 1 ? 1 : 0).average().orElseThrow();
    Arrays.sort(stretches);
    double stretched = width * stretches[(int) Math.ceil(0.9 * stretches.length) - 1];
    return new double[] {score(predictions, observed), covered, width, stretched, logProb};
  }

  /** The factors by which intervals around the medians must grow to contain the rows. */
  private static double[] stretches(List<Interval> intervals, double[] middles, float[] observed) {
    double[] stretches = new double[observed.length];
    for (int row = 0; row < observed.length; row++) {
      Interval interval = intervals.get(row);
      double away = observed[row] - middles[row];
      double side = away > 0 ? interval.high() - middles[row] : middles[row] - interval.low();
      stretches[row] = Math.abs(away) / Math.max(side, Double.MIN_NORMAL);
    }
    return stretches;
  }

  /** Twice the mean pinball loss over the levels. */
  private static double score(Predictions predictions, float[] observed) {
    double[] quantiles = predictions.quantiles(LEVELS);
    double sum = 0;
    for (int i = 0; i < quantiles.length; i++) {
      double level = LEVELS[i % LEVELS.length];
      double error = observed[i / LEVELS.length] - quantiles[i];
      sum += 2 * Math.max(level * error, (level - 1) * error);
    }
    return sum / quantiles.length;
  }

  private PredictionFit() {}
}
