package io.github.tfflows.gallery.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.List;

/**
 * A frame with two axes, and what is drawn into it.
 *
 * @param canvas where to draw
 * @param frame the place of the frame
 * @param x the horizontal extent
 * @param y the vertical extent
 */
record Axes(Graphics2D canvas, Rectangle frame, Range x, Range y) {
  private static final int MARK = 4;
  private static final int GAP = 4;
  private static final int LABEL_WIDTH = 46;
  private static final int LABEL_HEIGHT = 34;
  private static final double DOT = 2.6;

  /** Draws the frame and its faint grid; before the content, so that this lies above. */
  void grid() {
    canvas.setStroke(new BasicStroke(1));
    canvas.setColor(Palette.GRID);
    for (Tick tick : horizontalTicks()) {
      canvas.drawLine(px(tick.at()), frame.y, px(tick.at()), frame.y + frame.height);
    }
    canvas.setColor(Palette.FAINT);
    canvas.draw(frame);
  }

  /** Labels the horizontal axis with round numbers. */
  void bottomTicks() {
    canvas.setFont(ChartStyle.TEXT);
    canvas.setColor(Palette.INK);
    int bottom = frame.y + frame.height;
    FontMetrics metrics = canvas.getFontMetrics();
    for (Tick tick : horizontalTicks()) {
      canvas.drawLine(px(tick.at()), bottom, px(tick.at()), bottom + MARK);
      int left = px(tick.at()) - metrics.stringWidth(tick.label()) / 2;
      canvas.drawString(tick.label(), left, bottom + MARK + metrics.getAscent() + 1);
    }
  }

  /** Labels the vertical axis with round numbers. */
  void leftTicks() {
    canvas.setFont(ChartStyle.TEXT);
    canvas.setColor(Palette.INK);
    FontMetrics metrics = canvas.getFontMetrics();
    for (Tick tick : Tick.in(y, Math.max(3, frame.height / LABEL_HEIGHT))) {
      canvas.drawLine(frame.x - MARK, py(tick.at()), frame.x, py(tick.at()));
      int right = frame.x - MARK - GAP;
      int left = right - metrics.stringWidth(tick.label());
      canvas.drawString(tick.label(), left, py(tick.at()) + metrics.getAscent() / 2 - 1);
    }
  }

  private List<Tick> horizontalTicks() {
    return Tick.in(x, Math.max(3, frame.width / LABEL_WIDTH));
  }

  /** Draws points, leaving out those beyond the axes. */
  void dot(double atX, double atY, Color color) {
    if (atX < x.low() || atX > x.high() || atY < y.low() || atY > y.high()) {
      return;
    }
    double left = place(x, atX, frame.width) + frame.x - DOT / 2;
    double top = frame.y + frame.height - place(y, atY, frame.height) - DOT / 2;
    canvas.setColor(color);
    canvas.fill(new Ellipse2D.Double(left, top, DOT, DOT));
  }

  /** Draws the outline of a histogram, filled faintly. */
  void histogram(double[][] outline, Color color) {
    Path2D path = new Path2D.Double();
    path.moveTo(outline[0][0], 0);
    for (int i = 0; i < outline[0].length; i++) {
      path.lineTo(outline[0][i], outline[1][i]);
    }
    AffineTransform toCanvas = new AffineTransform();
    toCanvas.translate(frame.x, frame.y + frame.height);
    double scaleX = frame.width / (x.high() - x.low());
    double scaleY = frame.height / (y.high() - y.low());
    toCanvas.scale(scaleX, -scaleY);
    toCanvas.translate(-x.low(), -y.low());
    Shape bars = toCanvas.createTransformedShape(path);
    Graphics2D inside = (Graphics2D) canvas.create();
    inside.clipRect(frame.x, frame.y, frame.width, frame.height);
    inside.setColor(Palette.faint(color, 0.18));
    inside.fill(bars);
    inside.setColor(color);
    inside.setStroke(new BasicStroke(1.6f));
    inside.draw(bars);
    inside.dispose();
  }

  private int px(double at) {
    return (int) Math.round(frame.x + place(x, at, frame.width));
  }

  private int py(double at) {
    return (int) Math.round(frame.y + frame.height - place(y, at, frame.height));
  }

  private static double place(Range range, double at, int length) {
    return (at - range.low()) / (range.high() - range.low()) * length;
  }
}
