package io.github.tfflows.gallery.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Curves and histograms over one pair of axes, collected call by call. */
public final class Chart implements Panel {
  /** Bars start at zero and end below the frame. */
  private static final double HEADROOM = 1.06;

  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final List<Consumer<XYChart>> series = new ArrayList<>();
  private double highest;
  private boolean hasBars;
  private Optional<Range> x = Optional.empty();
  private Optional<Range> y = Optional.empty();
  private Optional<LegendPosition> legend = Optional.empty();

  /**
   * Starts a chart without content.
   *
   * @param title the line above the axes
   * @param xLabel what the horizontal axis shows; may be empty
   * @param yLabel what the vertical axis shows; may be empty
   */
  public Chart(String title, String xLabel, String yLabel) {
    this.title = title;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  /**
   * Fixes both axes, which otherwise fit the content.
   *
   * @param horizontal the extent of the horizontal axis
   * @param vertical the extent of the vertical axis
   * @return this chart
   */
  public Chart axes(Range horizontal, Range vertical) {
    y = Optional.of(vertical);
    return horizontal(horizontal);
  }

  /**
   * Fixes the horizontal axis.
   *
   * @param range its extent
   * @return this chart
   */
  public Chart horizontal(Range range) {
    x = Optional.of(range);
    return this;
  }

  /**
   * Shows the names of the series.
   *
   * @param position where
   * @return this chart
   */
  public Chart legend(LegendPosition position) {
    legend = Optional.of(position);
    return this;
  }

  /**
   * Adds a line through points.
   *
   * @param name the series in the legend; empty to leave it out there
   * @param xs the horizontal coordinates
   * @param ys the vertical coordinates
   * @param color the colour of the line
   * @return this chart
   */
  public Chart line(String name, double[] xs, double[] ys, Color color) {
    return add(name, new double[][] {xs, ys}, XYSeriesRenderStyle.Line, color);
  }

  /**
   * Adds bars that show how numbers are distributed.
   *
   * @param name the series in the legend
   * @param bins equal bins over this range
   * @param count how many bins
   * @param values the numbers
   * @param color the colour of the bars
   * @return this chart
   */
  public Chart histogram(String name, Range bins, int count, float[] values, Color color) {
    double[][] outline = Histogram.outline(bins, count, values);
    hasBars = true;
    return add(name, outline, XYSeriesRenderStyle.Area, color);
  }

  /**
   * Adds points of two columns, without those outside the axes.
   *
   * @param name the series in the legend
   * @param rows the points, one a row
   * @param column which column is the horizontal coordinate
   * @param other which is the vertical one
   * @param color the colour of the points
   * @return this chart
   */
  public Chart points(String name, float[][] rows, int column, int other, Color color) {
    series.add(
        chart -> {
          float[][] shown =
              Arrays.stream(rows).filter(r -> visible(r[column], r[other])).toArray(float[][]::new);
          double[] xs = Arrays.stream(shown).mapToDouble(row -> row[column]).toArray();
          double[] ys = Arrays.stream(shown).mapToDouble(row -> row[other]).toArray();
          if (xs.length > 0) {
            XYSeries added = chart.addSeries(name, xs, ys);
            added.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
            added.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color);
          }
        });
    return this;
  }

  private boolean visible(double horizontal, double vertical) {
    return x.map(range -> range.contains(horizontal)).orElse(true)
        && y.map(range -> range.contains(vertical)).orElse(true);
  }

  private Chart add(String name, double[][] points, XYSeriesRenderStyle style, Color color) {
    highest = Math.max(highest, DoubleStream.of(points[1]).max().orElse(0));
    String key = "series " + series.size(); // names may repeat
    series.add(
        chart -> {
          XYSeries added = chart.addSeries(key, points[0], points[1]);
          added.setLabel(name).setShowInLegend(!name.isEmpty());
          added.setXYSeriesRenderStyle(style).setMarker(SeriesMarkers.NONE);
          added.setLineColor(color);
          added.setFillColor(Palette.faint(color, 0.25));
          added.setLineStyle(new BasicStroke(style == XYSeriesRenderStyle.Area ? 1f : 2.2f));
        });
    return this;
  }

  @Override
  public void paint(Graphics2D canvas, int width, int height) {
    XYChart chart = ChartStyle.chart(width, height);
    chart.setXAxisTitle(xLabel);
    chart.setYAxisTitle(yLabel);
    x.ifPresent(range -> ChartStyle.horizontal(chart, range));
    if (y.isPresent() || (hasBars && highest > 0)) {
      ChartStyle.vertical(chart, y.orElseGet(() -> new Range(0, HEADROOM * highest)));
    }
    legend.ifPresent(position -> ChartStyle.legend(chart, position));
    series.forEach(one -> one.accept(chart));
    x.ifPresent(range -> ChartStyle.roundTicks(chart, range));
    ChartStyle.paint(chart, title, canvas);
  }
}
