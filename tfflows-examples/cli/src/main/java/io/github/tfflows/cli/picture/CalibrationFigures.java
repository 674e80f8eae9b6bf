package io.github.tfflows.cli.picture;

import io.github.tfflows.cli.statistic.Columns;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.evaluation.Calibration;
import io.github.tfflows.tables.evaluation.Evidence;
import io.github.tfflows.tables.evaluation.PredictionQuality;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.util.MathArrays;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The pictures of calibration. */
final class CalibrationFigures {
  private static final int POINTS = 400;
  private static final int BINS = 50;
  private static final int RANK_BINS = 20;
  private static final int WIDTH = 500;
  private static final double KS_AT_LEVEL = 1.628; // of the limiting distribution, at 1 %
  private static final double HEADROOM = 1.3;
  private static final double SHOWN = 0.9999;

  /** Coordinates and radius against the standard normal. */
  static Figure latent(Rows latent, Calibration calibration) {
    return Figure.of(
        "calibration",
        "Left: the surplus of rows (per cent, negative for a lack) below each quantile of"
            + " the standard normal, coordinate by coordinate. With a correct model, a curve stays"
            + " between the grey lines in 99 of 100 cases. Right: the distance of the rows from the"
            + " origin, and its distribution under a correct model.",
        List.of(List.of(differences(latent, calibration), radius(latent))));
  }

  /** The ranks of values in their predictions against uniform ones. */
  static Figure ranks(PredictionQuality.Numbers numbers) {
    double[] ranks = numbers.pit().stream().mapToDouble(Double::doubleValue).toArray();
    Bins bins = new Bins(0, 1, RANK_BINS);
    String title = "Ranks of the values in their predictions";
    String rank = "rank: the predicted probability of at most the value";
    XYChart left = Charts.of(WIDTH, Charts.HIGH, title, rank, "density");
    left.getStyler().setLegendPosition(LegendPosition.InsideS);
    bins.histogram(left, "rows", ranks, Charts.LATENT);
    line(left, "right model", 1).setLineColor(Charts.ACCENT);
    XYChart right = framed("Ranks, row by row", "rank", ranks.length, numbers.ranks().distance());
    excess(right, "rows", ranks).setLineColor(Charts.ACCENT);
    return Figure.of(
        "ranks",
        "Left: how often values have each rank. The histogram is flat if predictions are"
            + " right, rises at both ends if they are too narrow, in the middle if they are too"
            + " wide, and on one side if they are too low or too high. Right: the surplus of rows"
            + " (per cent, negative for a lack) below each rank. With right predictions, the curve"
            + " stays between the grey lines in 99 of 100 cases.",
        List.of(List.of(left, right)));
  }

  /** The log-densities of rows and draws. */
  static Figure levels(Evidence evidence) {
    double[] rows = Columns.of(evidence.logProb());
    double[] draws = Columns.of(evidence.drawLogProb());
    Bins bins = Bins.ofMost(BINS, MathArrays.concatenate(rows, draws));
    String axis = "log-density, nats; the middle 99 %";
    XYChart chart = Charts.of(Charts.WIDE, Charts.HIGH, "Log-density", axis, "share per nat");
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    bins.histogram(chart, "rows", rows, Charts.ROWS);
    bins.histogram(chart, "draws", draws, Charts.DRAWS);
    return Figure.of(
        "levels",
        "The log-density of the rows and of the model's own draws. If rows lie further left"
            + " than draws, the density of the model is too low there.",
        List.of(List.of(chart)));
  }

  private static XYChart differences(Rows latent, Calibration calibration) {
    XYChart chart =
        framed(
            "Coordinates of the latent space",
            "quantile of the standard normal",
            latent.count(),
            calibration.worst().distance());
    int worst = calibration.coordinates().indexOf(calibration.worst());
    int first = worst == 0 ? 1 : 0;
    IntStream.range(0, latent.size())
        .filter(i -> i != worst)
        .forEach(
            i ->
                excess(
                        chart,
                        i == first ? "others" : "other " + i,
                        Calibration.transformed(latent, i))
                    .setLineColor(Charts.transparent(Charts.LATENT, 0.5))
                    .setShowInLegend(i == first));
    excess(chart, calibration.worst().what(), Calibration.transformed(latent, worst))
        .setLineColor(Charts.ACCENT);
    return chart;
  }

  /** A chart for {@link #excess}, with the band of right models. */
  private static XYChart framed(String title, String horizontal, int rows, double distance) {
    double band = 100 * KS_AT_LEVEL / Math.sqrt(rows);
    double limit = HEADROOM * Math.max(100 * distance, band);
    XYChart chart = Charts.of(WIDTH, Charts.HIGH, title, horizontal, "excess, %");
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(-limit).setYAxisMax(limit);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    line(chart, "99 % of right models", band);
    line(chart, "lower end", -band).setShowInLegend(false);
    return chart;
  }

  private static XYSeries line(XYChart chart, String name, double y) {
    XYSeries series = chart.addSeries(name, new double[] {0, 1}, new double[] {y, y});
    series.setLineColor(Charts.FAINT);
    return series;
  }

  /**
   * Adds the percentage of numbers below each number in [0, 1], minus the expected percentage of
   * uniform numbers.
   */
  private static XYSeries excess(XYChart chart, String name, double... transformed) {
    double[] sorted = DoubleStream.of(transformed).sorted().toArray();
    int stride = 1 + sorted.length / POINTS;
    int[] shown = IntStream.range(0, sorted.length).filter(i -> i % stride == 0).toArray();
    return chart.addSeries(
        name,
        IntStream.of(shown).mapToDouble(i -> sorted[i]).toArray(),
        IntStream.of(shown)
            .mapToDouble(i -> 100 * ((i + 0.5) / sorted.length - sorted[i]))
            .toArray());
  }

  private static XYChart radius(Rows latent) {
    ChiSquaredDistribution squares = new ChiSquaredDistribution(latent.size());
    double[] radius = DoubleStream.of(Calibration.squaredRadius(latent)).map(Math::sqrt).toArray();
    double edge = Math.sqrt(squares.inverseCumulativeProbability(SHOWN));
    Bins bins = new Bins(0, Math.max(edge, Bins.ofMost(BINS, radius).high()), BINS);
    String axis = "|z|; the middle 99 %";
    XYChart chart = Charts.of(WIDTH, Charts.HIGH, "Distance from the origin", axis, "density");
    bins.histogram(chart, "rows", radius, Charts.LATENT);
    double[] z = new Bins(0, bins.high(), POINTS).midpoints();
    double[] density = DoubleStream.of(z).map(r -> 2 * r * squares.density(r * r)).toArray();
    chart.addSeries("right model", z, density).setLineColor(Charts.ACCENT);
    return chart;
  }

  private CalibrationFigures() {}
}
