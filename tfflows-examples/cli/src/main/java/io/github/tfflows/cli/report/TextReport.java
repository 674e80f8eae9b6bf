package io.github.tfflows.cli.report;

import io.github.tfflows.cli.evaluate.AnomalyRanking;
import io.github.tfflows.cli.evaluate.Examination;
import io.github.tfflows.cli.evaluate.Likelihood;
import io.github.tfflows.cli.evaluate.Marginal;
import io.github.tfflows.cli.evaluate.Report;
import io.github.tfflows.cli.statistic.IndependentColumns;
import io.github.tfflows.cli.statistic.Verdict;
import io.github.tfflows.cli.synthetic.SyntheticQuality;
import io.github.tfflows.cli.text.Notation;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.evaluation.PredictionQuality;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Stream;

/** Prints an evaluation as text. */
public final class TextReport {
  private static final int NAMES = 24;
  private static final int LOWEST = 5;
  private static final String SYNTHETIC = "  %-50s %15s %15s   %s%n";

  private final PrintWriter out;
  private final Notation notation = new Notation();

  public TextReport(PrintWriter out) {
    this.out = out;
  }

  public void print(Report report) {
    Report.Subject subject = report.subject();
    Examination evaluation = report.evaluation();
    print("Model      %s%n", subject.model());
    print("Rows       %s: %s%n", subject.rows(), Numbers.counted(evaluation.model().rows(), "row"));
    print(
        "Baselines  fitted to %s: %s%n",
        subject.training(), Numbers.counted(subject.trainingRows(), "row"));
    if (isConditional(report)) {
      String given = String.join(", ", report.test().schema().contextNames());
      print("           their means are linear in %s%n", given);
    }
    likelihood(evaluation.likelihood());
    verdicts(evaluation);
    report.anomalies().ifPresent(this::anomalies);
    report.prediction().ifPresent(one -> prediction(one, report.test().schema()));
    marginals(report);
    report.synthetic().ifPresent(this::synthetic);
  }

  private static boolean isConditional(Report report) {
    String simplest = report.evaluation().likelihood().baselines().get(0).name();
    return !report.test().schema().contextNames().isEmpty()
        && !simplest.equals(IndependentColumns.NAME);
  }

  private void likelihood(Likelihood likelihood) {
    print("%nLog-likelihood of these rows, nats a row%n");
    print("  %-28s %18s%n", "model", likelihood.model());
    for (Likelihood.Gain one : likelihood.baselines()) {
      print("  %-28s %18s   the model gains %s%n", one.name(), one.likelihood(), one.gain());
    }
  }

  private void verdicts(Examination evaluation) {
    print("%nTests of the model, each at the level %s%n", Verdict.LEVEL);
    for (Verdict one : evaluation.verdicts()) {
      print(
          "  %-36s %-16s %s  p %-8s %s%n",
          one.test(),
          one.measure(),
          notation.distance(one.distance()),
          notation.pValue(one.pValue()),
          one.rejects() ? "rejected" : "passed");
    }
    if (evaluation.model().calibration().isEmpty()) {
      print("  (no tests of the latent space: the base of the model is not a standard normal)%n");
    }
  }

  private void anomalies(AnomalyRanking ranking) {
    print("%nAnomalies, column %s = %s%n", ranking.column(), ranking.anomaly());
    print(
        "  AUROC of the strangeness %s (%,d anomalies, %,d other rows)%n",
        ranking.auroc(), ranking.anomalies(), ranking.others());
  }

  private void prediction(PredictionQuality one, TableSchema schema) {
    print("%nPrediction of %s from the others, %,d rows%n", one.column(), one.rows());
    PredictionText.lines(one, schema)
        .forEach(line -> print("  %-36s %s%n", line.name(), line.value()));
  }

  private void marginals(Report report) {
    Examination evaluation = report.evaluation();
    print("%nColumns of rows and of %,d draws%n", evaluation.model().draws());
    if (report.test().haveNoise()) {
      print("  (values with a step carry noise of its width; medians are rounded to the step)%n");
    }
    if (report.test().haveMoments()) {
      print("  (deviations of dates are in days, those of times in seconds)%n");
    }
    print(
        "  %-" + NAMES + "s %10s %10s  %10s %10s  %10s %10s  %s%n",
        "",
        "mean",
        "drawn",
        "deviation",
        "drawn",
        "median",
        "drawn",
        "KS distance");
    for (Marginal one : evaluation.marginals()) {
      if (one.share().isPresent()) {
        names(one, one.share().get());
        continue;
      }
      print(
          "  %-" + NAMES + "s %10s %10s  %10s %10s  %10s %10s  %s%n",
          one.column(),
          one.data().written().mean(),
          one.draws().written().mean(),
          one.data().written().deviation(),
          one.draws().written().deviation(),
          one.data().written().median(),
          one.draws().written().median(),
          notation.distance(one.distance()));
    }
  }

  private void names(Marginal marginal, Marginal.Share share) {
    print(
        "  %-" + NAMES + "s most frequent is %s: %s, drawn %s; total variation %s%n",
        marginal.column(),
        share.name(),
        notation.percent(share.data()),
        notation.percent(share.draws()),
        notation.distance(marginal.distance()));
  }

  private void synthetic(SyntheticQuality quality) {
    print("%nDraws as synthetic data, beside real rows in place of the draws%n");
    print(SYNTHETIC, "", "draws", "real rows", "ideal");
    SyntheticSummary.lines(quality)
        .forEach(one -> print(SYNTHETIC, one.name(), one.draws(), one.real(), one.ideal()));
    print("  (%s)%n", SyntheticSummary.note(quality));
    print("%nLowest scores of columns and of strong pairs%n");
    quality
        .lowestColumns(LOWEST)
        .forEach(one -> scores(one.draws().column(), one.draws().score(), one.real().score()));
    quality
        .lowestPairs(LOWEST)
        .forEach(
            one ->
                scores(
                    one.draws().first() + ", " + one.draws().second(),
                    one.draws().score(),
                    one.real().score()));
  }

  private void scores(String name, double draws, double real) {
    print(SYNTHETIC, name, notation.score(draws), notation.score(real), "");
  }

  private void print(String format, Object... values) {
    Object[] shown =
        Stream.of(values)
            .map(value -> value instanceof String text ? Excerpt.visible(text) : value)
            .toArray();
    out.printf(Locale.ROOT, format, shown);
  }
}
