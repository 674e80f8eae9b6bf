package io.github.tfflows.gallery.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.knowm.xchart.internal.chartpart.IChart;

/**
 * Grey images in rows and columns below a title, to be placed beside charts.
 *
 * @param title the line above the images
 * @param columns the number of images in a row
 * @param images one image an entry, its pixels row by row, 0 for black to 255 for white; other
 *     numbers count as the nearer end
 * @param width the number of pixels of a row of an image
 */
@SuppressWarnings("ArrayRecordComponent") // drawn, never compared
public record ImageGrid(String title, int columns, float[][] images, int width) implements IChart {
  private static final int SIZE = 420;
  private static final int TITLE = 36;
  private static final int MARGIN = 15;
  private static final int GAP = 2;

  @Override
  public int getWidth() {
    return SIZE + 2 * MARGIN;
  }

  @Override
  public int getHeight() {
    int rows = (images.length + columns - 1) / columns;
    return TITLE + rows * SIZE / columns + MARGIN;
  }

  @Override
  public String getTitle() {
    return title;
  }

  @Override
  public void paint(Graphics2D canvas, int unusedWidth, int unusedHeight) {
    canvas.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    canvas.setColor(Color.BLACK);
    canvas.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    canvas.drawString(title, MARGIN, TITLE - 12);
    int cell = SIZE / columns;
    for (int i = 0; i < images.length; i++) {
      int left = MARGIN + i % columns * cell;
      int top = TITLE + i / columns * cell;
      canvas.drawImage(image(images[i]), left, top, cell - GAP, cell - GAP, null);
    }
  }

  private BufferedImage image(float[] pixels) {
    BufferedImage image =
        new BufferedImage(width, pixels.length / width, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < pixels.length; i++) {
      int grey = Math.round(Math.max(0, Math.min(255, pixels[i])));
      image.setRGB(i % width, i / width, new Color(grey, grey, grey).getRGB());
    }
    return image;
  }
}
