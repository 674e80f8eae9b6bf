package io.github.tfflows.gallery.plot;

import java.awt.Graphics2D;

/** A part of a {@link Picture}: something that can draw itself into a rectangle. */
@FunctionalInterface
public interface Panel {
  /**
   * Draws into the rectangle from the origin to {@code (width, height)}.
   *
   * @param canvas where to draw
   * @param width in pixels
   * @param height in pixels
   */
  void paint(Graphics2D canvas, int width, int height);
}
