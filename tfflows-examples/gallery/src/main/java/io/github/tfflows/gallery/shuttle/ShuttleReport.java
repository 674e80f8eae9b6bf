package io.github.tfflows.gallery.shuttle;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Prints the progress and the results of the job. */
final class ShuttleReport {
  private static final double FALSE_ALARMS = 0.01;

  private final PrintStream out;

  ShuttleReport(PrintStream out) {
    this.out = out;
  }

  void data(ShuttleData data, ShuttleSplit split) {
    int normal = data.normal().length;
    int anomalies = data.faults().stream().mapToInt(name -> data.rows(name).length).sum();
    print("Statlog Shuttle: how strange is a row of sensor readings?%n%n");
    print(
        "Data      %,d rows of %d integer columns, %s to %s (UCI, doi:10.24432/C5WS31)%n",
        normal + anomalies,
        data.columns().size(),
        data.columns().get(0),
        data.columns().get(data.columns().size() - 1));
    print("          %,d rows are normal (%s):%n", normal, ShuttleData.NORMAL);
    print(
        "          %,d to train on, %,d to validate with, %,d held out for the test%n",
        split.training().count(), split.validation().count(), split.test().count());
    print("          %,d rows are anomalies of %d classes,", anomalies, data.faults().size());
    print(" none of them seen in training%n%n");
  }

  void model(ShuttleOptions options) {
    print(
        "Model     neural spline flow: %d coupling layers, splines of %d bins, networks of 2 x %d"
            + " units%n",
        options.layers, options.bins, options.hidden);
    print("          It takes raw rows; its density is per raw unit.%n%n");
    print("Training  %,d steps of %d rows%n", options.steps, options.batchSize);
  }

  void results(ShuttleScores scores) {
    Ranking all = Ranking.of(scores.normal(), scores.anomalies());
    print("%nResults   on rows the flow has not seen, through the reloaded model%n");
    print(
        "          log-likelihood of normal rows  %.3f ± %.3f nats a row%n",
        scores.logProb().getMean(),
        Math.sqrt(scores.logProb().getVariance() / scores.logProb().getN()));
    print("          AUROC                          %.4f%n", all.auroc());
    print("          average precision              %.4f%n%n", all.averagePrecision());
    print(
        "          %-12s %6s  %6s  found at %.0f %% false alarms%n",
        "anomalies", "rows", "AUROC", 100 * FALSE_ALARMS);
    scores.faults().forEach(name -> row(name, scores.of(name), scores.normal()));
    row("all", scores.anomalies(), scores.normal());
  }

  private void row(String name, double[] anomalies, double[] normal) {
    Ranking ranking = Ranking.of(normal, anomalies);
    print(
        "          %-12s %,6d  %.4f  %5.1f %%%n",
        name, anomalies.length, ranking.auroc(), 100 * ranking.recallAt(FALSE_ALARMS));
  }

  void files(Path model, List<Path> pictures) {
    print("%nFiles     %s  (SavedModel)%n", model);
    pictures.forEach(file -> print("          %s%n", file));
  }

  void times(Stopwatch watch) {
    print("%nTime      %.1f s in all%n", watch.total());
    watch.seconds().forEach((stage, seconds) -> print("          %5.1f s  %s%n", seconds, stage));
  }

  private void print(String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
    out.flush();
  }
}
