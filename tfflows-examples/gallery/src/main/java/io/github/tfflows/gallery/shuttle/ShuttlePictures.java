package io.github.tfflows.gallery.shuttle;

import io.github.tfflows.core.Progress;
import io.github.tfflows.gallery.plot.Chart;
import io.github.tfflows.gallery.plot.Palette;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.plot.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * Draws how training went and how well the scores separate.
 *
 * @param folder where the pictures are written
 */
record ShuttlePictures(Path folder) {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 440;
  private static final int BINS = 100;
  private static final double TENS = 10;
  private static final double SHOWN = 0.9;

  List<Path> save(List<Progress> history, ShuttleScores scores) throws IOException {
    Ranking ranking = Ranking.of(scores.normal(), scores.anomalies());
    String auroc =
        String.format(Locale.ROOT, "found against false alarms, AUROC %.4f", ranking.auroc());
    return List.of(
        save("loss.png", "training on normal rows", loss(history)),
        save(
            "roc.png",
            auroc,
            roc(ranking, "All thresholds", 1),
            roc(ranking, "Few false alarms", 0.05)),
        save("scores.png", "normal rows and anomalies", scores(scores)));
  }

  private Path save(String name, String what, Chart... charts) throws IOException {
    int width = charts.length == 1 ? WIDTH : HEIGHT;
    return new Picture("Statlog Shuttle: " + what, List.of(charts), charts.length, width, HEIGHT)
        .save(folder.resolve(name));
  }

  /** Leaves out the first report, from which the loss falls too far to show the rest. */
  private static Chart loss(List<Progress> history) {
    List<Progress> shown = history.subList(Math.min(1, history.size() - 1), history.size());
    List<Progress> validated = new ArrayList<>();
    for (int i = 1; i < shown.size(); i++) {
      if (!shown.get(i).heldOutLoss().equals(shown.get(i - 1).heldOutLoss())) {
        validated.add(shown.get(i));
      }
    }
    Chart chart =
        new Chart("Loss while training", "step", "negative log-likelihood, nats a row")
            .horizontal(new Range(0, history.get(history.size() - 1).steps()))
            .legend(LegendPosition.InsideNE)
            .line(
                "training",
                each(shown, Progress::step),
                each(shown, Progress::loss),
                Palette.LATENT);
    return validated.isEmpty()
        ? chart
        : chart.line(
            "validation",
            each(validated, Progress::step),
            each(validated, progress -> progress.heldOutLoss().orElseThrow()),
            Palette.ACCENT);
  }

  private static Chart roc(Ranking ranking, String title, double limit) {
    return new Chart(title, "share of normal rows above the threshold", "share of anomalies found")
        .axes(new Range(0, limit), new Range(0, 1))
        .legend(LegendPosition.InsideSE)
        .line("chance", new double[] {0, 1}, new double[] {0, 1}, Palette.FAINT)
        .line("flow", ranking.falsePositiveRates(), ranking.truePositiveRates(), Palette.ACCENT);
  }

  /** Scores beyond the range are counted in its last bin. */
  private static Chart scores(ShuttleScores scores) {
    float[] normal = scores.normal();
    float[] anomalies = scores.anomalies();
    Range range =
        new Range(
            TENS * Math.floor(quantile(normal, 0) / TENS),
            TENS * Math.ceil(quantile(anomalies, SHOWN) / TENS));
    return new Chart(
            "Scores of unseen rows",
            "-log p(row), nats; the last bin holds all above",
            "share per nat")
        .horizontal(range)
        .legend(LegendPosition.InsideNE)
        .histogram("normal, held out", range, BINS, clipped(normal, range), Palette.SAMPLES)
        .histogram("anomalies", range, BINS, clipped(anomalies, range), Palette.ACCENT);
  }

  private static float quantile(float[] values, double share) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (share * (sorted.length - 1))];
  }

  private static float[] clipped(float[] values, Range range) {
    float[] inside = values.clone();
    float top = Math.nextDown((float) range.high());
    for (int i = 0; i < inside.length; i++) {
      inside[i] = Math.min(inside[i], top);
    }
    return inside;
  }

  private static double[] each(List<Progress> history, ToDoubleFunction<Progress> value) {
    return history.stream().mapToDouble(value).toArray();
  }
}
