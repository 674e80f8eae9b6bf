package io.github.tfflows.cli.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.List;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;

/** The categories of an axis as its labels; where there is no room for all, every second or so. */
public final class NameLabels extends AnnotationText {
  /** The sides of a chart. */
  enum Side {
    /** Along the horizontal axis. */
    BELOW,

    /** Along the vertical axis. */
    LEFT
  }

  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 9);
  private static final int GAP = 4;

  private final transient XYChart labelled;
  private final List<String> names;
  private final Side side;

  NameLabels(XYChart labelled, List<String> names, Side side) {
    super("", 0, 0, true);
    this.labelled = labelled;
    this.names = names;
    this.side = side;
  }

  @Override
  public void paint(Graphics2D canvas) {
    canvas.setFont(FONT);
    canvas.setColor(Color.BLACK);
    FontMetrics font = canvas.getFontMetrics();
    int stride = stride(font);
    for (int i = 0; i < names.size(); i += stride) {
      String name = names.get(i);
      if (side == Side.BELOW) {
        double bottom = labelled.getScreenYFromChart(labelled.getStyler().getYAxisMin());
        float left = (float) (labelled.getScreenXFromChart(i) - font.stringWidth(name) / 2.0);
        canvas.drawString(name, left, (float) bottom + GAP + font.getAscent());
      } else {
        double edge = labelled.getScreenXFromChart(labelled.getStyler().getXAxisMin());
        float left = (float) edge - GAP - font.stringWidth(name);
        float middle = (float) labelled.getScreenYFromChart(i);
        canvas.drawString(name, left, middle + font.getAscent() / 2f - 1);
      }
    }
  }

  /** The number of places from one name to the next that does not overlap it. */
  private int stride(FontMetrics font) {
    boolean isBelow = side == Side.BELOW;
    double place =
        isBelow
            ? labelled.getScreenXFromChart(1) - labelled.getScreenXFromChart(0)
            : labelled.getScreenYFromChart(0) - labelled.getScreenYFromChart(1);
    int size =
        isBelow
            ? GAP + names.stream().mapToInt(font::stringWidth).max().orElse(0)
            : font.getHeight();
    return Math.max(1, (int) Math.ceil(size / place));
  }
}
