package io.github.tfflows.gallery.plot;

import java.awt.Graphics2D;
import java.util.List;

/** The names of groups beside their colours. */
final class Legend {
  private static final int SWATCH = 12;
  private static final int LINE = 20;

  /** Draws one group a line, from a corner on. */
  static void paint(Graphics2D canvas, List<Group> groups, int left, int top) {
    canvas.setFont(ChartStyle.TITLE);
    for (int i = 0; i < groups.size(); i++) {
      int y = top + i * LINE;
      canvas.setColor(groups.get(i).color());
      canvas.fillRect(left, y, SWATCH, SWATCH);
      canvas.setColor(Palette.INK);
      canvas.drawString(groups.get(i).name(), left + SWATCH + 8, y + SWATCH - 1);
    }
  }

  private Legend() {}
}
