package io.github.tfflows.gallery.plot;

import java.awt.Color;

/** The colours of the pictures. */
public final class Palette {
  /** Text and frames. */
  public static final Color INK = new Color(0x26, 0x2B, 0x33);

  /** Lines behind the data. */
  public static final Color GRID = new Color(0xE3, 0xE6, 0xEA);

  /** What only serves to compare. */
  public static final Color FAINT = new Color(0xA9, 0xB0, 0xBA);

  /** What was observed. */
  public static final Color DATA = new Color(0x33, 0x3F, 0x50);

  /** What lies on the side of the base. */
  public static final Color LATENT = new Color(0x2B, 0x5D, 0xA8);

  /** What the model draws. */
  public static final Color SAMPLES = new Color(0x1B, 0x8A, 0x6B);

  /** What the model draws, over what was observed. */
  public static final Color DRAWN = new Color(0xE0, 0x8A, 0x1E);

  /** What should stand out. */
  public static final Color ACCENT = new Color(0xD1, 0x49, 0x2E);

  /** Ten equidistant colours of the map viridis (van der Walt and Smith, 2015, CC0). */
  private static final int[] VIRIDIS = {
    0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6ECE58, 0xB5DE2B,
    0xFDE725
  };

  /**
   * Returns a colour with less ink.
   *
   * @param color the full colour
   * @param opacity from 0, invisible, to 1
   * @return the colour, partly transparent
   */
  public static Color faint(Color color, double opacity) {
    return new Color(
        color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * opacity));
  }

  /**
   * Returns the colour of a magnitude on a scale whose lightness grows evenly.
   *
   * @param share from 0, dark, to 1, light; values outside are moved to the nearer end
   * @return the colour
   */
  public static Color viridis(double share) {
    double at = Math.min(Math.max(share, 0), 1) * (VIRIDIS.length - 1);
    int below = Math.min((int) at, VIRIDIS.length - 2);
    Color from = new Color(VIRIDIS[below]);
    Color to = new Color(VIRIDIS[below + 1]);
    double t = at - below;
    return new Color(
        between(from.getRed(), to.getRed(), t),
        between(from.getGreen(), to.getGreen(), t),
        between(from.getBlue(), to.getBlue(), t));
  }

  /**
   * Returns the colour of a direction, on a wheel without an end.
   *
   * @param turn the direction in turns; only its fractional part matters
   * @return the colour
   */
  public static Color wheel(double turn) {
    return Color.getHSBColor((float) turn, 0.75f, 0.8f);
  }

  private static int between(int from, int to, double t) {
    return (int) Math.round(from + t * (to - from));
  }

  private Palette() {}
}
