package io.github.tfflows.gallery.plot;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.List;

/**
 * Each column against each other: points of two columns below the diagonal, histograms of one on
 * it.
 *
 * @param names what the columns are
 * @param ranges what is shown of each
 * @param groups rows with these columns; their points are drawn in turns, so that none hides the
 *     others
 */
public record PairGrid(List<String> names, List<Range> ranges, List<Group> groups)
    implements Panel {
  private static final int LEFT = 78;
  private static final int BOTTOM = 52;
  private static final int TOP = 8;
  private static final int RIGHT = 18;
  private static final int GAP = 8;
  private static final int BINS = 26;
  private static final double OPACITY = 0.45;

  /**
   * Copies the lists and compares their sizes.
   *
   * @param names see the record
   * @param ranges see the record
   * @param groups see the record
   * @throws IllegalArgumentException if there is not one range a name, at least two
   */
  public PairGrid {
    names = List.copyOf(names);
    ranges = List.copyOf(ranges);
    groups = List.copyOf(groups);
    if (names.size() < 2 || names.size() != ranges.size()) {
      throw new IllegalArgumentException(
          "expected one range for each of %d columns, at least two, got %d"
              .formatted(names.size(), ranges.size()));
    }
  }

  @Override
  public void paint(Graphics2D canvas, int width, int height) {
    for (int row = 0; row < names.size(); row++) {
      for (int column = 0; column <= row; column++) {
        Axes axes = cell(canvas, cellFrame(row, column, width, height), row, column);
        if (row == names.size() - 1) {
          axes.bottomTicks();
          below(canvas, axes.frame(), names.get(column));
        }
        if (column == 0 && row > 0) {
          axes.leftTicks();
          beside(canvas, axes.frame(), names.get(row));
        }
      }
    }
    int cells = names.size();
    int legendLeft = cells == 1 ? width - 120 : cellFrame(0, 1, width, height).x + 2 * GAP;
    Legend.paint(canvas, groups, legendLeft, TOP + 2 * GAP);
  }

  private Rectangle cellFrame(int row, int column, int width, int height) {
    int n = names.size();
    int cellWidth = (width - LEFT - RIGHT - (n - 1) * GAP) / n;
    int cellHeight = (height - TOP - BOTTOM - (n - 1) * GAP) / n;
    return new Rectangle(
        LEFT + column * (cellWidth + GAP), TOP + row * (cellHeight + GAP), cellWidth, cellHeight);
  }

  private Axes cell(Graphics2D canvas, Rectangle frame, int row, int column) {
    if (row == column) {
      return new Distributions("", row, ranges.get(row), BINS, groups).paint(canvas, frame);
    }
    Axes axes = new Axes(canvas, frame, ranges.get(column), ranges.get(row));
    axes.grid();
    List<Color> colors =
        groups.stream().map(group -> Palette.faint(group.color(), OPACITY)).toList();
    int longest = groups.stream().mapToInt(group -> group.rows().size()).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      for (int g = 0; g < groups.size(); g++) {
        if (i < groups.get(g).rows().size()) {
          float[] point = groups.get(g).rows().get(i);
          axes.dot(point[column], point[row], colors.get(g));
        }
      }
    }
    return axes;
  }

  private static void below(Graphics2D canvas, Rectangle frame, String name) {
    String text = shortened(canvas, name, frame.width + GAP);
    int width = canvas.getFontMetrics().stringWidth(text);
    canvas.drawString(text, frame.x + (frame.width - width) / 2, frame.y + frame.height + 40);
  }

  private static void beside(Graphics2D canvas, Rectangle frame, String name) {
    String text = shortened(canvas, name, frame.height + GAP);
    int width = canvas.getFontMetrics().stringWidth(text);
    Graphics2D turned = (Graphics2D) canvas.create();
    turned.translate(16, frame.y + (frame.height + width) / 2);
    turned.rotate(-Math.PI / 2);
    turned.drawString(text, 0, 0);
    turned.dispose();
  }

  private static String shortened(Graphics2D canvas, String name, int width) {
    canvas.setFont(ChartStyle.TITLE);
    FontMetrics metrics = canvas.getFontMetrics();
    if (metrics.stringWidth(name) <= width) {
      return name;
    }
    int end = name.length();
    while (end > 1 && metrics.stringWidth(name.substring(0, end) + "…") > width) {
      end--;
    }
    return name.substring(0, end) + "…";
  }
}
