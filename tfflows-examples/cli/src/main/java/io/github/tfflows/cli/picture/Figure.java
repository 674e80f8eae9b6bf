package io.github.tfflows.cli.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;

/**
 * A picture of a report.
 *
 * @param name a short name, unique in the report
 * @param caption its content, and how to read it
 * @param width its width on a page, in pixels
 * @param base64 the content of its PNG file
 */
public record Figure(String name, String caption, int width, String base64) {
  /** Pixels of the file per pixel of a chart, for sharp text on dense displays. */
  private static final int SCALE = 2;

  /** A figure of charts of one size in rows, which may be of unequal length. */
  static Figure of(String name, String caption, List<List<XYChart>> rows) {
    XYChart first = rows.get(0).get(0);
    int columns = rows.stream().mapToInt(List::size).max().orElseThrow();
    int width = columns * first.getWidth();
    BufferedImage image =
        new BufferedImage(
            SCALE * width, SCALE * rows.size() * first.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
    canvas.scale(SCALE, SCALE);
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < rows.get(row).size(); column++) {
        paint(rows.get(row).get(column), canvas, row, column);
      }
    }
    return new Figure(name, caption, width, Base64.getEncoder().encodeToString(png(image)));
  }

  private static void paint(XYChart chart, Graphics2D canvas, int row, int column) {
    int width = chart.getWidth();
    int height = chart.getHeight();
    Graphics2D part = (Graphics2D) canvas.create(column * width, row * height, width, height);
    chart.paint(part, width, height);
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory can always be written
    }
    return bytes.toByteArray();
  }
}
