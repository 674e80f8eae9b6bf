package io.github.tfflows.gallery.plot;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.List;

/**
 * How one column of groups of rows is distributed, as histograms over each other.
 *
 * @param title the line above the axes
 * @param column the index of the column
 * @param range what is shown of it
 * @param bins how many bars
 * @param groups the rows
 */
public record Distributions(String title, int column, Range range, int bins, List<Group> groups)
    implements Panel {
  private static final int SIDE = 22;
  private static final int BOTTOM = 26;
  private static final double HEADROOM = 1.08;

  /**
   * Copies the groups.
   *
   * @param title see the record
   * @param column see the record
   * @param range see the record
   * @param bins see the record
   * @param groups see the record
   */
  public Distributions {
    groups = List.copyOf(groups);
  }

  @Override
  public void paint(Graphics2D canvas, int width, int height) {
    int top = ChartStyle.TITLE_HEIGHT + 2;
    Rectangle frame = new Rectangle(SIDE, top, width - 2 * SIDE, height - top - BOTTOM);
    ChartStyle.title(canvas, title, width / 2);
    paint(canvas, frame).bottomTicks();
  }

  /** Draws frame and histograms, without labels. */
  Axes paint(Graphics2D canvas, Rectangle frame) {
    List<double[][]> outlines =
        groups.stream().map(group -> Histogram.outline(range, bins, group.column(column))).toList();
    double highest = 0;
    for (double[][] outline : outlines) {
      for (double height : outline[1]) {
        highest = Math.max(highest, height);
      }
    }
    Range heights = new Range(0, highest > 0 ? HEADROOM * highest : 1);
    Axes axes = new Axes(canvas, frame, range, heights);
    axes.grid();
    for (int i = 0; i < groups.size(); i++) {
      axes.histogram(outlines.get(i), groups.get(i).color());
    }
    return axes;
  }
}
