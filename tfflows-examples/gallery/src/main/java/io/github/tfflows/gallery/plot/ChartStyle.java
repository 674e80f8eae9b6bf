package io.github.tfflows.gallery.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The common look of the panels. */
final class ChartStyle {
  static final Font TITLE = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  /** What a title takes from the height of a panel. */
  static final int TITLE_HEIGHT = 26;

  private static final int TICK_SPACING = 64;

  /** An empty chart for a panel of the given size, without the title. */
  static XYChart chart(int width, int height) {
    XYChart chart = new XYChartBuilder().width(width).height(height - TITLE_HEIGHT).build();
    XYStyler style = chart.getStyler();
    style.setChartTitleVisible(false);
    style.setChartBackgroundColor(Color.WHITE);
    style.setChartFontColor(Palette.INK);
    style.setChartPadding(8);
    style.setPlotBackgroundColor(Color.WHITE);
    style.setPlotBorderColor(Palette.INK);
    style.setPlotContentSize(1);
    style.setPlotMargin(0);
    style.setPlotGridLinesColor(Palette.GRID);
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setLegendVisible(false);
    style.setAxisTickLabelsFont(TEXT);
    style.setAxisTitleFont(TEXT);
    style.setAxisTicksLineVisible(false);
    style.setXAxisTickMarkSpacingHint(TICK_SPACING);
    style.setYAxisTickMarkSpacingHint(TICK_SPACING);
    style.setDecimalPattern("0.###");
    style.setLocale(Locale.ROOT);
    return chart;
  }

  /** Draws a chart below its title. XChart's own titles move with the letters they are made of. */
  static void paint(XYChart chart, String title, Graphics2D canvas) {
    title(canvas, title, chart.getWidth() / 2);
    Graphics2D below = (Graphics2D) canvas.create();
    below.translate(0, TITLE_HEIGHT);
    chart.paint(below, chart.getWidth(), chart.getHeight());
    below.dispose();
  }

  static void title(Graphics2D canvas, String title, int middle) {
    canvas.setColor(Palette.INK);
    canvas.setFont(TITLE);
    int width = canvas.getFontMetrics().stringWidth(title);
    canvas.drawString(title, middle - width / 2, TITLE_HEIGHT - 4);
  }

  static void horizontal(XYChart chart, Range range) {
    chart.getStyler().setXAxisMin(range.low()).setXAxisMax(range.high());
  }

  /**
   * Has the horizontal axis labelled with round numbers. Where the data are evenly spaced XChart
   * labels some of them instead, so an invisible series adds a point off their grid.
   */
  static void roundTicks(XYChart chart, Range range) {
    double known = chart.getSeriesCollection().iterator().next().getYData()[0];
    double off = range.low() + (range.high() - range.low()) / Math.PI;
    XYSeries invisible = chart.addSeries("off the grid", new double[] {off}, new double[] {known});
    invisible.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
  }

  static void vertical(XYChart chart, Range range) {
    chart.getStyler().setYAxisMin(range.low()).setYAxisMax(range.high());
  }

  static void legend(XYChart chart, LegendPosition position) {
    XYStyler style = chart.getStyler();
    style.setLegendVisible(true);
    style.setLegendPosition(position);
    if (position == LegendPosition.OutsideS) {
      style.setLegendLayout(LegendLayout.Horizontal);
    }
    style.setLegendFont(TEXT);
    style.setLegendBorderColor(Palette.GRID);
    style.setLegendBackgroundColor(Palette.faint(Color.WHITE, 0.85));
    style.setLegendSeriesLineLength(18);
  }

  private ChartStyle() {}
}
