package io.github.tfflows.gallery.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Magnitudes over a square of the plane, as colours, with the scale beside it. */
public final class HeatMap implements Panel {
  private static final int CELLS = 120;
  private static final double DOT = 3.2;
  private static final int TICK = 4;
  private static final int SCALE_WIDTH = 14;
  private static final int MARGIN = 8;
  private static final int LEFT = 34;
  private static final int RIGHT = 66;
  private static final int BOTTOM = 30;

  private final String title;
  private final double limit;
  private final double[][] values;
  private final List<Scatter.Cloud> clouds;

  /**
   * Makes a panel of equal cells.
   *
   * @param title the line above the axes
   * @param limit the axes run from {@code -limit} to {@code limit}
   * @param values non-negative magnitudes, not copied; {@code values[i][j]} is row {@code i} from
   *     below and column {@code j} from the left
   */
  public HeatMap(String title, double limit, double[][] values) {
    this(title, limit, values, List.of());
  }

  private HeatMap(String title, double limit, double[][] values, List<Scatter.Cloud> clouds) {
    this.title = title;
    this.limit = limit;
    this.values = values;
    this.clouds = clouds;
  }

  /**
   * Returns a map of a density.
   *
   * @param title the line above the axes
   * @param limit the axes run from {@code -limit} to {@code limit}
   * @param logDensity the log-densities of points of the plane, one a row
   * @return the panel
   */
  public static HeatMap ofLogDensity(
      String title, double limit, Function<float[][], float[]> logDensity) {
    double[] at = Range.around0(limit).midpoints(CELLS);
    float[][] points = new float[CELLS * CELLS][];
    for (int i = 0; i < points.length; i++) {
      points[i] = new float[] {(float) at[i % CELLS], (float) at[i / CELLS]};
    }
    float[] logs = logDensity.apply(points);
    double[][] density = new double[CELLS][CELLS];
    for (int i = 0; i < points.length; i++) {
      density[i / CELLS][i % CELLS] = Math.exp(logs[i]);
    }
    return new HeatMap(title, limit, density);
  }

  /**
   * Returns this map with points above it.
   *
   * @param points rows of two coordinates; those outside the axes are left out
   * @param color their colour
   * @return the panel
   */
  public HeatMap with(List<float[]> points, Color color) {
    List<Scatter.Cloud> more = new ArrayList<>(clouds);
    more.add(new Scatter.Cloud(points, color));
    return new HeatMap(title, limit, values, more);
  }

  @Override
  public void paint(Graphics2D canvas, int width, int height) {
    double highest = Arrays.stream(values).flatMapToDouble(Arrays::stream).max().orElse(0);
    int top = ChartStyle.TITLE_HEIGHT + MARGIN;
    int side = Math.min(width - LEFT - RIGHT, height - top - BOTTOM);
    Rectangle plot = new Rectangle(LEFT, top, side, side);
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    canvas.drawImage(image(highest), plot.x, plot.y, plot.width, plot.height, null);
    clouds.forEach(cloud -> points(canvas, plot, cloud));
    ChartStyle.title(canvas, title, plot.x + plot.width / 2);
    canvas.draw(plot);
    canvas.setFont(ChartStyle.TEXT);
    ticks(canvas, plot);
    scale(canvas, new Rectangle(plot.x + side + 12, plot.y, SCALE_WIDTH, side), highest);
  }

  private BufferedImage image(double highest) {
    int rows = values.length;
    BufferedImage image = new BufferedImage(values[0].length, rows, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < values[i].length; j++) {
        image.setRGB(j, rows - 1 - i, Palette.viridis(values[i][j] / highest).getRGB());
      }
    }
    return image;
  }

  private void points(Graphics2D canvas, Rectangle plot, Scatter.Cloud cloud) {
    canvas.setColor(cloud.color());
    double unit = plot.width / (2 * limit);
    for (float[] point : cloud.points()) {
      if (Math.abs(point[0]) < limit && Math.abs(point[1]) < limit) {
        double x = plot.x + (point[0] + limit) * unit;
        double y = plot.getMaxY() - (point[1] + limit) * unit;
        canvas.fill(new Ellipse2D.Double(x - DOT / 2, y - DOT / 2, DOT, DOT));
      }
    }
  }

  private void ticks(Graphics2D canvas, Rectangle plot) {
    int whole = (int) Math.floor(limit);
    for (int at = -whole; at <= whole; at++) {
      int x = (int) Math.round(plot.x + (at + limit) / (2 * limit) * plot.width);
      int y = (int) Math.round(plot.getMaxY() - (at + limit) / (2 * limit) * plot.height);
      int bottom = plot.y + plot.height;
      canvas.drawLine(x, bottom, x, bottom + TICK);
      canvas.drawLine(plot.x - TICK, y, plot.x, y);
      centered(canvas, Integer.toString(at), x, bottom + TICK + 15);
      canvas.drawString(Integer.toString(at), plot.x - TICK - 16, y + 4);
    }
  }

  private static void scale(Graphics2D canvas, Rectangle bar, double highest) {
    for (int i = 0; i < bar.height; i++) {
      canvas.setColor(Palette.viridis(1 - (double) i / bar.height));
      canvas.fillRect(bar.x, bar.y + i, bar.width, 1);
    }
    canvas.setColor(Palette.INK);
    canvas.draw(bar);
    int right = bar.x + bar.width + 5;
    canvas.drawString(String.format(Locale.ROOT, "%.2f", highest), right, bar.y + 10);
    canvas.drawString(
        String.format(Locale.ROOT, "%.2f", highest / 2), right, bar.y + bar.height / 2 + 4);
    canvas.drawString("0", right, bar.y + bar.height);
  }

  private static void centered(Graphics2D canvas, String text, int x, int y) {
    canvas.drawString(text, x - canvas.getFontMetrics().stringWidth(text) / 2, y);
  }
}
