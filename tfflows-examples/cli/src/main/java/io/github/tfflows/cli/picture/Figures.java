package io.github.tfflows.cli.picture;

import io.github.tfflows.cli.evaluate.LossCurve;
import io.github.tfflows.cli.evaluate.Marginal;
import io.github.tfflows.cli.evaluate.Report;
import io.github.tfflows.cli.text.ValueText;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.evaluation.Calibration;
import io.github.tfflows.tables.evaluation.Evidence;
import io.github.tfflows.tables.evaluation.Uniformity;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/** The pictures of rows, draws and losses. */
public final class Figures {
  private static final int MOST_PAIRED = 6;

  private static final String PARTS =
      " Most rows have random cells given or absent, so that these are not losses of whole"
          + " rows.";

  private static final String NOISE = " Values with a step carry noise of its width.";

  private static final int NORMALS = 1500;
  private static final int MOST_MARGINALS = 24;
  private static final int MARGINALS_A_ROW = 3;
  private static final int BINS = 50;
  private static final int PAIRED_BINS = 26;
  private static final Axis LATENT_AXIS =
      new Axis(new Bins(-3.6, 3.6, PAIRED_BINS), ValueText.NUMBERS);

  /** Draws the figures of a report that the model and its training record allow. */
  public static List<Figure> of(Report report) {
    Evidence evidence = report.evidence();
    List<Marginal> marginals = report.evaluation().marginals();
    List<Figure> figures = new ArrayList<>();
    LossCurve.read(report.description())
        .map(curve -> loss(curve, report.test().schema().conditioning()))
        .ifPresent(figures::add);
    figures.add(CalibrationFigures.levels(evidence));
    if (marginals.size() > 1) {
      figures.add(pairs(report, marginals));
    }
    figures.add(marginals(report, marginals));
    report
        .prediction()
        .ifPresent(one -> one.numbers().map(CalibrationFigures::ranks).ifPresent(figures::add));
    report
        .evaluation()
        .model()
        .calibration()
        .ifPresent(
            calibration -> {
              Rows latent = evidence.latent().orElseThrow();
              figures.add(CalibrationFigures.latent(latent, calibration));
              if (marginals.size() > 1) {
                figures.add(latent(latent, report.subject().settings().seed(), calibration));
              }
            });
    return figures;
  }

  private static Figure loss(LossCurve curve, Conditioning conditioning) {
    return Figure.of(
        "loss",
        "The loss in training, a curve for each training of a member, whose weights are those of the"
            + " lowest validation loss."
            + (conditioning == Conditioning.ANY ? PARTS : ""),
        List.of(List.of(losses(curve))));
  }

  /** The losses of each member without its first report, which would hide the differences. */
  static XYChart losses(LossCurve curve) {
    String title = "Loss while training";
    String loss = "negative log-likelihood, nats a row";
    XYChart chart = Charts.of(Charts.WIDE, Charts.HIGH, title, "step", loss);
    chart.getStyler().setXAxisMin(0.0);
    for (LossCurve member : curve.members()) {
      List<LossCurve.Point> all = member.points();
      add(
          chart,
          "training",
          all.subList(Math.min(1, all.size() - 1), all.size()),
          LossCurve.Point::loss,
          Charts.LATENT);
      add(
          chart,
          "validation",
          member.validated(),
          point -> point.heldOutLoss().orElseThrow(),
          Charts.ACCENT);
    }
    return chart;
  }

  private static void add(
      XYChart chart,
      String name,
      List<LossCurve.Point> at,
      ToDoubleFunction<LossCurve.Point> loss,
      Color color) {
    if (!at.isEmpty()) {
      double[] steps = at.stream().mapToDouble(LossCurve.Point::step).toArray();
      boolean isFirst = chart.getSeries(name) == null;
      String unique = isFirst ? name : name + chart.getSeriesCollection().size();
      chart
          .addSeries(unique, steps, at.stream().mapToDouble(loss).toArray())
          .setLineColor(color)
          .setShowInLegend(isFirst);
    }
  }

  /** The columns against each other, the most different ones where they are too many. */
  static Figure pairs(Report report, List<Marginal> marginals) {
    List<Integer> chosen = mostDifferent(marginals.stream().map(Marginal::distance).toList());
    List<PairGrid.Group> groups = groups(report);
    String which =
        chosen.size() == marginals.size()
            ? "Each column against each other"
            : "The %s columns of %s whose rows and draws differ most"
                .formatted(chosen.size(), marginals.size());
    return Figure.of(
        "pairs",
        which
            + ": rows are dark, draws orange. If the model is right, both colours cover the same places.",
        new PairGrid(
                chosen.stream().map(i -> marginals.get(i).column()).toList(),
                chosen,
                chosen.stream().map(i -> axis(report, PAIRED_BINS, i, groups)).toList(),
                groups)
            .charts());
  }

  /** The latent rows, against draws of the base. */
  static Figure latent(Rows latent, long seed, Calibration calibration) {
    List<Integer> chosen =
        mostDifferent(calibration.coordinates().stream().map(Uniformity::distance).toList());
    String which =
        chosen.size() == latent.size()
            ? ""
            : "; the %s coordinates of %s that are farthest from it"
                .formatted(chosen.size(), latent.size());
    return Figure.of(
        "latent",
        "Rows in the latent space (blue), which would be draws of a standard normal (grey) if the"
            + " model were right%s.".formatted(which),
        new PairGrid(
                chosen.stream().map(i -> calibration.coordinates().get(i).what()).toList(),
                chosen,
                Collections.nCopies(chosen.size(), LATENT_AXIS),
                List.of(
                    new PairGrid.Group("normal", Charts.FAINT, normal(latent.size(), seed)),
                    new PairGrid.Group("rows", Charts.LATENT, latent)))
            .charts());
  }

  static Figure marginals(Report report, List<Marginal> marginals) {
    int count = Math.min(MOST_MARGINALS, marginals.size());
    List<PairGrid.Group> groups = groups(report);
    List<List<XYChart>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (i % MARGINALS_A_ROW == 0) {
        rows.add(new ArrayList<>());
      }
      XYChart chart = Charts.of(330, 220, marginals.get(i).column());
      chart.getStyler().setYAxisTicksVisible(false).setPlotGridHorizontalLinesVisible(false);
      chart.getStyler().setLegendVisible(false);
      int column = i;
      Axis axis = axis(report, BINS, column, groups);
      groups.forEach(one -> axis.histogram(chart, one.name(), one.column(column), one.color()));
      rows.get(rows.size() - 1).add(chart);
    }
    String which = count == marginals.size() ? "" : " The first %s columns.".formatted(count);
    return Figure.of(
        "marginals",
        "Each column on its own, for numbers the middle 99 %: rows are dark, draws orange."
            + (report.test().haveNoise() ? NOISE : "")
            + which,
        rows);
  }

  private static List<PairGrid.Group> groups(Report report) {
    return List.of(
        new PairGrid.Group("rows", Charts.ROWS, report.test().shown(report.test().data().x())),
        new PairGrid.Group(
            "draws", Charts.DRAWS, report.test().shown(report.evidence().draws().x())));
  }

  private static Axis axis(Report report, int bins, int column, List<PairGrid.Group> groups) {
    return Axis.of(
        report.test().texts().get(column),
        bins,
        groups.stream().flatMapToDouble(one -> DoubleStream.of(one.column(column))).toArray());
  }

  private static Rows normal(int columns, long seed) {
    Random random = new Random(seed);
    float[] values = new float[NORMALS * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Rows.of(values, columns);
  }

  /** The columns of the largest distances, in their order. */
  static List<Integer> mostDifferent(List<Double> distances) {
    return IntStream.range(0, distances.size())
        .boxed()
        .sorted(Comparator.comparing(distances::get).reversed())
        .limit(MOST_PAIRED)
        .sorted()
        .toList();
  }

  private Figures() {}
}
