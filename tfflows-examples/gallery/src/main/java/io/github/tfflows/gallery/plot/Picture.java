package io.github.tfflows.gallery.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.IChart;

/** Charts of one size, side by side and below each other, with a number of columns in a row. */
public record Picture(int columns, List<? extends IChart> charts) {
  /** Pixels of the file per pixel of a chart, for sharp text on dense displays. */
  private static final int SCALE = 2;

  public Picture {
    charts = List.copyOf(charts);
  }

  /** Returns charts side by side, at least one, from left to right. */
  public static Picture row(IChart... charts) {
    return new Picture(charts.length, List.of(charts));
  }

  /**
   * Writes the picture to a path that ends in {@code .png}, replaced if it exists, and the folders
   * above it where they are missing.
   */
  public Path save(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(draw(), "png", file.toFile());
    return file;
  }

  private BufferedImage draw() {
    int width = charts.get(0).getWidth();
    int height = charts.get(0).getHeight();
    int rows = (charts.size() + columns - 1) / columns;
    BufferedImage image =
        new BufferedImage(
            SCALE * columns * width, SCALE * rows * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
    canvas.scale(SCALE, SCALE);
    for (int i = 0; i < charts.size(); i++) {
      int left = i % columns * width;
      int top = i / columns * height;
      charts.get(i).paint((Graphics2D) canvas.create(left, top, width, height), width, height);
    }
    return image;
  }
}
