package io.github.tfflows.gallery.plot;

/** The shares of numbers in equal bins, as a density: bars with an area of one in all. */
final class Histogram {
  /**
   * The outline of the bars from left to right: two corners an edge, and the feet at both ends.
   * Values outside the range count in the total only.
   */
  static double[][] outline(Range range, int bins, float[] values) {
    double[] heights = heights(range, bins, values);
    double[][] corners = new double[2][2 * bins + 2];
    for (int edge = 0; edge <= bins; edge++) {
      double x = range.low() + (range.high() - range.low()) * edge / bins;
      corners[0][2 * edge] = x;
      corners[0][2 * edge + 1] = x;
      corners[1][2 * edge] = edge == 0 ? 0 : heights[edge - 1];
      corners[1][2 * edge + 1] = edge == bins ? 0 : heights[edge];
    }
    return corners;
  }

  private static double[] heights(Range range, int bins, float[] values) {
    double width = (range.high() - range.low()) / bins;
    double[] heights = new double[bins];
    for (float value : values) {
      int bin = (int) Math.floor((value - range.low()) / width);
      if (bin >= 0 && bin < bins) {
        heights[bin] += 1 / (values.length * width);
      }
    }
    return heights;
  }

  private Histogram() {}
}
