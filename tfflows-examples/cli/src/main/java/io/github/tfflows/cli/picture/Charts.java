package io.github.tfflows.cli.picture;

import io.github.tfflows.cli.text.Notation;
import java.awt.BasicStroke;
import java.awt.Color;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The charts of a report. */
final class Charts {
  /** The width of a chart that fills a page, in pixels. */
  static final int WIDE = 720;

  static final int HIGH = 380;

  static final Color ROWS = new Color(0x33, 0x3F, 0x50);

  /** The colour of draws, which are drawn over rows. */
  static final Color DRAWS = new Color(0xE0, 0x8A, 0x1E);

  static final Color LATENT = new Color(0x2B, 0x5D, 0xA8);

  static final Color ACCENT = new Color(0xD1, 0x49, 0x2E);

  static final Color FAINT = new Color(0xA9, 0xB0, 0xBA);

  private static final Notation WRITE = new Notation();

  static XYChart of(int width, int height, String title) {
    return of(width, height, title, "", "");
  }

  static XYChart of(int width, int height, String title, String horizontal, String vertical) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .theme(ChartTheme.Matlab)
            .title(title)
            .xAxisTitle(horizontal)
            .yAxisTitle(vertical)
            .build();
    chart.getStyler().setPlotMargin(0).setPlotContentSize(1).setChartTitlePadding(8);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE).setLegendBorderColor(FAINT);
    chart.getStyler().setXAxisTickLabelsFormattingFunction(WRITE::compact);
    chart.getStyler().setYAxisTickLabelsFormattingFunction(WRITE::compact);
    chart.getStyler().setSeriesLines(new BasicStroke[] {new BasicStroke(2)});
    chart.getStyler().setSeriesMarkers(new Marker[] {SeriesMarkers.NONE});
    return chart;
  }

  static void points(XYChart chart, String name, double[] x, double[] y, Color color) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(transparent(color, 0.45));
    chart.getStyler().setMarkerSize(3);
  }

  static Color transparent(Color color, double opacity) {
    return new Color(
        color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * opacity));
  }

  private Charts() {}
}
