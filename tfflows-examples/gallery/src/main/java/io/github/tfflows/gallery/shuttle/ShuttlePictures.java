package io.github.tfflows.gallery.shuttle;

import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.gallery.plot.Bins;
import io.github.tfflows.gallery.plot.Charts;
import io.github.tfflows.gallery.plot.Picture;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.stat.StatUtils;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws the losses of the training and the separation of the scores into a folder. */
record ShuttlePictures(Path folder) {
  private static final int BINS = 100;
  private static final double PERCENT_SHOWN = 90;

  List<Path> save(List<Progress> history, ShuttleScores scores) throws IOException {
    Ranking ranking = Ranking.of(scores.normal(), scores.anomalies());
    String auroc = String.format(Locale.ROOT, "AUROC %.4f", ranking.auroc());
    return List.of(
        Picture.row(loss(history)).save(folder.resolve("loss.png")),
        Picture.row(roc(ranking, auroc, 100), roc(ranking, "few false alarms", 5))
            .save(folder.resolve("roc.png")),
        Picture.row(scores(scores)).save(folder.resolve("scores.png")));
  }

  /** The losses, without the first report, which would hide the differences of the others. */
  private static XYChart loss(List<Progress> history) {
    List<Progress> shown = history.subList(Math.min(1, history.size() - 1), history.size());
    XYChart chart = Charts.wide("Shuttle: training", "step", "negative log-likelihood, nats a row");
    chart.getStyler().setXAxisMin(0.0);
    List<Progress> validated =
        IntStream.range(1, shown.size())
            .filter(i -> !shown.get(i).heldOutLoss().equals(shown.get(i - 1).heldOutLoss()))
            .mapToObj(shown::get)
            .toList();
    add(chart, "training", shown, Progress::loss, Charts.LATENT);
    add(chart, "validation", validated, one -> one.heldOutLoss().orElseThrow(), Charts.ACCENT);
    return chart;
  }

  /** The ROC curve, in percent of the rows. */
  private static XYChart roc(Ranking ranking, String title, double limit) {
    XYChart chart =
        Charts.panel("Shuttle: " + title, "% of normal rows above", "% of anomalies found");
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(limit).setYAxisMin(0.0).setYAxisMax(100.0);
    chart.getStyler().setLegendPosition(LegendPosition.InsideSE);
    double[] alarms = DoubleStream.of(ranking.falsePositiveRates()).map(r -> 100 * r).toArray();
    double[] found = DoubleStream.of(ranking.truePositiveRates()).map(r -> 100 * r).toArray();
    chart.addSeries("flow", alarms, found).setLineColor(Charts.ACCENT);
    double[] diagonal = {0, 100};
    chart.addSeries("chance", diagonal, diagonal).setLineColor(Charts.FAINT);
    return chart;
  }

  /** Scores beyond the bins are counted in the last one. */
  private static XYChart scores(ShuttleScores scores) {
    double[] normal = scores.normal();
    double[] anomalies = scores.anomalies();
    double low = 10 * Math.floor(StatUtils.min(normal) / 10);
    double high = 10 * Math.ceil(StatUtils.percentile(anomalies, PERCENT_SHOWN) / 10);
    Bins bins = new Bins(low, high, BINS);
    XYChart chart =
        Charts.wide(
            "Shuttle: scores of unseen rows",
            "-log p(row), nats; the last bin holds all above",
            "share per nat");
    bins.histogram(chart, "normal, held out", clipped(normal, high), Charts.DRAWS);
    bins.histogram(chart, "anomalies", clipped(anomalies, high), Charts.ACCENT);
    return chart;
  }

  private static double[] clipped(double[] values, double high) {
    return DoubleStream.of(values).map(value -> Math.min(value, high)).toArray();
  }

  private static void add(
      XYChart chart, String name, List<Progress> at, ToDoubleFunction<Progress> loss, Color color) {
    double[] steps = at.stream().mapToDouble(Progress::step).toArray();
    if (steps.length > 0) {
      chart.addSeries(name, steps, at.stream().mapToDouble(loss).toArray()).setLineColor(color);
    }
  }
}
