package io.github.tfflows.gallery.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Points of the plane on axes of equal scale.
 *
 * @param title the line above the axes
 * @param limit the axes run from {@code -limit} to {@code limit}
 * @param clouds the points, later ones above earlier ones
 */
public record Scatter(String title, double limit, List<Cloud> clouds) implements Panel {
  /** What the title and the labels below take more than those at the left. */
  private static final int EXTRA_HEIGHT = 20;

  /**
   * Points of one colour.
   *
   * @param points rows of two coordinates
   * @param color their colour
   */
  public record Cloud(List<float[]> points, Color color) {
    /** Copies the list. */
    public Cloud {
      points = List.copyOf(points);
    }
  }

  /** Copies the list. */
  public Scatter {
    clouds = List.copyOf(clouds);
  }

  /**
   * Returns a scatter of points of one colour.
   *
   * @param title the line above the axes
   * @param limit the axes run from {@code -limit} to {@code limit}
   * @param points rows of two coordinates
   * @param color their colour
   * @return the panel
   */
  public static Scatter of(String title, double limit, List<float[]> points, Color color) {
    return new Scatter(title, limit, List.of(new Cloud(points, color)));
  }

  @Override
  public void paint(Graphics2D canvas, int width, int height) {
    int side = Math.min(width, height - EXTRA_HEIGHT);
    XYChart chart = ChartStyle.chart(side, side + EXTRA_HEIGHT);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter).setMarkerSize(5);
    ChartStyle.horizontal(chart, Range.around0(limit));
    ChartStyle.vertical(chart, Range.around0(limit));
    for (int i = 0; i < clouds.size(); i++) {
      add(chart, "cloud " + i, clouds.get(i));
    }
    Graphics2D centered = (Graphics2D) canvas.create();
    centered.translate((width - side) / 2, 0);
    ChartStyle.paint(chart, title, centered);
    centered.dispose();
  }

  /** Leaves out what lies outside the axes. */
  private void add(XYChart chart, String name, Cloud cloud) {
    List<float[]> visible =
        cloud.points().stream()
            .filter(p -> Math.abs(p[0]) <= limit && Math.abs(p[1]) <= limit)
            .toList();
    if (visible.isEmpty()) {
      return;
    }
    double[] x = visible.stream().mapToDouble(p -> p[0]).toArray();
    double[] y = visible.stream().mapToDouble(p -> p[1]).toArray();
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(cloud.color());
  }
}
