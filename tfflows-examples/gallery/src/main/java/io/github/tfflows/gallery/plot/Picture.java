package io.github.tfflows.gallery.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Panels of one size in rows below a title.
 *
 * @param title the line above the panels; empty for none
 * @param panels the panels, row by row
 * @param columns how many panels a row holds
 * @param panelWidth the width of a panel, in pixels before {@link #SCALE}
 * @param panelHeight the height of a panel, in pixels before {@link #SCALE}
 */
public record Picture(
    String title, List<Panel> panels, int columns, int panelWidth, int panelHeight) {
  /** Pixels of the file for each pixel of a panel, so that text is sharp on dense displays. */
  public static final int SCALE = 2;

  private static final int TITLE_HEIGHT = 36;

  /**
   * Copies the panels and checks the sizes.
   *
   * @throws IllegalArgumentException if there is no panel or a size is below one
   */
  public Picture {
    panels = List.copyOf(panels);
    if (panels.isEmpty()) {
      throw new IllegalArgumentException("a picture needs at least one panel, got none");
    }
    if (Math.min(columns, Math.min(panelWidth, panelHeight)) < 1) {
      throw new IllegalArgumentException(
          "columns and sizes must be at least 1, got %d columns of %d x %d pixels"
              .formatted(columns, panelWidth, panelHeight));
    }
  }

  /**
   * Returns square panels side by side.
   *
   * @param title the line above the panels
   * @param panels the panels, from left to right
   * @return the picture
   */
  public static Picture row(String title, Panel... panels) {
    return new Picture(title, List.of(panels), panels.length, 400, 420);
  }

  /**
   * Returns panels side by side in the proportions of a {@link HeatMap}.
   *
   * @param title the line above the panels
   * @param panels the panels, from left to right
   * @return the picture
   */
  public static Picture maps(String title, Panel... panels) {
    return new Picture(title, List.of(panels), panels.length, 440, 400);
  }

  /**
   * Writes the picture, and the folders above it where they are missing.
   *
   * @param file where to, ending in {@code .png}; replaced if it exists
   * @return the file
   * @throws IOException if it cannot be written
   */
  public Path save(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, png());
    return file;
  }

  /**
   * Returns the picture as the content of a PNG file.
   *
   * @return the bytes
   */
  public byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(draw(), "png", bytes)) {
        throw new IllegalStateException("this Java runtime cannot write PNG files");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory can always be written
    }
    return bytes.toByteArray();
  }

  private BufferedImage draw() {
    int rows = (panels.size() + columns - 1) / columns;
    int width = Math.min(columns, panels.size()) * panelWidth;
    int top = title.isEmpty() ? 0 : TITLE_HEIGHT;
    int height = top + rows * panelHeight;
    BufferedImage image =
        new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    canvas.scale(SCALE, SCALE);
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, width, height);
    drawTitle(canvas, width);
    for (int i = 0; i < panels.size(); i++) {
      int left = i % columns * panelWidth;
      int above = top + i / columns * panelHeight;
      Graphics2D part = (Graphics2D) canvas.create(left, above, panelWidth, panelHeight);
      panels.get(i).paint(part, panelWidth, panelHeight);
      part.dispose();
    }
    canvas.dispose();
    return image;
  }

  private void drawTitle(Graphics2D canvas, int width) {
    canvas.setColor(Palette.INK);
    canvas.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    int textWidth = canvas.getFontMetrics().stringWidth(title);
    canvas.drawString(title, (width - textWidth) / 2, TITLE_HEIGHT - 12);
  }
}
