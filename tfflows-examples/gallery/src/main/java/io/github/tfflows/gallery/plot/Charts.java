package io.github.tfflows.gallery.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The charts that several examples draw. */
public final class Charts {
  /** The colour of observed rows. */
  public static final Color DATA = new Color(0x33, 0x3F, 0x50);

  /** The colour of the latent space. */
  public static final Color LATENT = new Color(0x2B, 0x5D, 0xA8);

  /** The colour of a model's draws. */
  public static final Color DRAWS = new Color(0x1B, 0x8A, 0x6B);

  /** The colour of a model's density, of anomalies, and of emphasis. */
  public static final Color ACCENT = new Color(0xD1, 0x49, 0x2E);

  /** The colour of references. */
  public static final Color FAINT = new Color(0xA9, 0xB0, 0xBA);

  static final int WIDTH = 450;
  static final int HEIGHT = 420;
  private static final int WIDE = 720;

  /** Returns a chart without series, of the proportions of a panel. */
  public static XYChart panel(String title, String xLabel, String yLabel) {
    return chart(WIDTH, title, xLabel, yLabel);
  }

  /** Returns a chart without series, in the size of a whole picture. */
  public static XYChart wide(String title, String xLabel, String yLabel) {
    return chart(WIDE, title, xLabel, yLabel);
  }

  private static XYChart chart(int width, String title, String xLabel, String yLabel) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(HEIGHT)
            .theme(ChartTheme.Matlab)
            .title(title)
            .xAxisTitle(xLabel)
            .yAxisTitle(yLabel)
            .build();
    chart.getStyler().setPlotMargin(0).setDecimalPattern("0.###").setPlotContentSize(1);
    chart.getStyler().setYAxisTickMarkSpacingHint(60).setChartTitlePadding(8);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE).setLegendBorderColor(FAINT);
    chart.getStyler().setSeriesLines(new BasicStroke[] {new BasicStroke(2)});
    chart.getStyler().setSeriesMarkers(new Marker[] {SeriesMarkers.NONE});
    return chart;
  }

  /** Returns a chart of the square {@code [-limit, limit]²}, without series and legend. */
  public static XYChart square(String title, double limit) {
    XYChart chart = panel(title, "", "");
    chart.getStyler().setXAxisMin(-limit).setXAxisMax(limit).setYAxisMin(-limit).setYAxisMax(limit);
    chart.getStyler().setLegendVisible(false);
    return chart;
  }

  /**
   * Returns a chart of points of the plane, rows of two coordinates, in the square {@code [-limit,
   * limit]²}.
   */
  public static XYChart scatter(String title, double limit, float[][] points, Color color) {
    XYChart chart = square(title, limit);
    points(chart, title, points, color);
    return chart;
  }

  /** Adds points, rows of two coordinates, to a chart. */
  public static void points(XYChart chart, String name, float[][] points, Color color) {
    XYSeries series = chart.addSeries(name, Doubles.column(points, 0), Doubles.column(points, 1));
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(transparent(color, 0.5));
    chart.getStyler().setMarkerSize(5);
  }

  /** Returns the midpoints of equal cells. */
  public static double[] midpoints(double low, double high, int cells) {
    return IntStream.range(0, cells)
        .mapToDouble(i -> low + (high - low) * (i + 0.5) / cells)
        .toArray();
  }

  static Color transparent(Color color, double opacity) {
    return new Color(
        color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * opacity));
  }

  private Charts() {}
}
