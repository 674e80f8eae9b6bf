package io.github.tfflows.cli.picture;

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

/** The equal bins of a histogram, from the lower end of the first to the upper end of the last. */
record Bins(double low, double high, int count) {
  private static final double MARGIN = 0.05;
  private static final double HEADROOM = 1.1;

  /** Bins over the middle 99 % of numbers and a margin. */
  static Bins ofMost(int count, double... values) {
    if (values.length == 0) {
      return new Bins(0, 1, count);
    }
    double low = StatUtils.percentile(values, 0.5);
    double high = StatUtils.percentile(values, 99.5);
    double margin = high > low ? MARGIN * (high - low) : Math.max(Math.abs(low), 1) / 2;
    return new Bins(low - margin, high + margin, count);
  }

  double[] midpoints() {
    return IntStream.range(0, count)
        .mapToDouble(i -> low + (high - low) * (i + 0.5) / count)
        .toArray();
  }

  /** Adds the density of numbers to a chart. Numbers outside the bins count only in the total. */
  void histogram(XYChart chart, String name, double[] values, Color color) {
    double width = (high - low) / count;
    List<Double> numbers = DoubleStream.of(values).boxed().toList();
    List<Double> counts = new Histogram(numbers, count, low, high).getyAxisData();
    double[] edges = IntStream.rangeClosed(0, count).mapToDouble(i -> low + i * width).toArray();
    double[] heights =
        IntStream.rangeClosed(0, count)
            .mapToDouble(i -> i == count ? 0 : counts.get(i) / Math.max(1, values.length) / width)
            .toArray();
    steps(chart, name, edges, heights, color);
    horizontal(chart);
  }

  /** Adds a line of steps: each height from its edge to the next one. */
  static void steps(XYChart chart, String name, double[] edges, double[] heights, Color color) {
    XYSeries series = chart.addSeries(name, edges, heights);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.StepArea);
    series.setLineColor(color).setLineStyle(new BasicStroke(1.5f));
    series.setFillColor(Charts.transparent(color, 0.2));
    double highest = HEADROOM * StatUtils.max(heights);
    Double before = chart.getStyler().getYAxisMax();
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisMax(before == null ? highest : Math.max(before, highest));
  }

  /** Lets a horizontal axis show the bins and half a bin more on either side. */
  void horizontal(XYChart chart) {
    double half = (high - low) / count / 2;
    chart.getStyler().setXAxisMin(low - half).setXAxisMax(high + half);
  }

  void vertical(XYChart chart) {
    double half = (high - low) / count / 2;
    chart.getStyler().setYAxisMin(low - half).setYAxisMax(high + half);
  }
}
