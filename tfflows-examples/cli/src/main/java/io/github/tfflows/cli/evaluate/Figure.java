package io.github.tfflows.cli.evaluate;

import io.github.tfflows.gallery.plot.Picture;
import java.util.Base64;

/**
 * A picture of a report.
 *
 * @param name a short name, unique in the report
 * @param caption what it shows and how to read it
 * @param width its width on a page, in pixels
 * @param base64 the content of its PNG file
 */
public record Figure(String name, String caption, int width, String base64) {
  static Figure of(String name, String caption, Picture picture) {
    int columns = Math.min(picture.columns(), picture.panels().size());
    String encoded = Base64.getEncoder().encodeToString(picture.png());
    return new Figure(name, caption, columns * picture.panelWidth(), encoded);
  }
}
