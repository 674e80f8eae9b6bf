package io.github.tfflows.gallery.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.stat.StatUtils;
import org.knowm.xchart.Histogram;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;

/** The equal bins of a histogram. */
public record Bins(double low, double high, int count) {
  private static final double HEADROOM = 1.1;

  /**
   * Adds the density of numbers to a chart, and half a bin to its horizontal axis on either side.
   * Numbers outside the bins count only in the total.
   */
  public void histogram(XYChart chart, String name, double[] values, Color color) {
    double width = (high - low) / count;
    List<Double> numbers = DoubleStream.of(values).boxed().toList();
    List<Double> counts = new Histogram(numbers, count, low, high).getyAxisData();
    double[] edges = IntStream.rangeClosed(0, count).mapToDouble(i -> low + i * width).toArray();
    double[] heights =
        IntStream.rangeClosed(0, count)
            .mapToDouble(i -> i == count ? 0 : counts.get(i) / values.length / width)
            .toArray();
    XYSeries series = chart.addSeries(name, edges, heights);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.StepArea);
    series.setLineColor(color).setLineStyle(new BasicStroke(1));
    series.setFillColor(Charts.transparent(color, 0.25));
    chart.getStyler().setXAxisMin(low - width / 2).setXAxisMax(high + width / 2).setYAxisMin(0.0);
    double highest = HEADROOM * StatUtils.max(heights);
    Double before = chart.getStyler().getYAxisMax();
    chart.getStyler().setYAxisMax(before == null ? highest : Math.max(before, highest));
  }

  /**
   * Returns a histogram of numbers, one for each trial, that are uniform in (0, 1) where a model is
   * right.
   */
  public static XYChart calibration(String title, String xLabel, int bins, double[] shares) {
    XYChart chart = Charts.panel(title, xLabel, "density");
    new Bins(0, 1, bins).histogram(chart, "trials", shares, Charts.DRAWS);
    chart.addSeries("right", new double[] {0, 1}, new double[] {1, 1}).setLineColor(Charts.ACCENT);
    chart.getStyler().setYAxisMax(2.0);
    return chart;
  }
}
