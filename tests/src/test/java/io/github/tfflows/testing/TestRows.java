package io.github.tfflows.testing;

import java.util.Random;
import java.util.stream.IntStream;

/** Rows that tests feed, and means of the numbers they have. */
public final class TestRows {
  /** Independent draws from the standard normal distribution. */
  public static float[][] gaussian(int n, int d, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[n][d];
    for (float[] row : rows) {
      for (int j = 0; j < d; j++) {
        row[j] = (float) random.nextGaussian();
      }
    }
    return rows;
  }

  /** Pairs of standard normals with a correlation. */
  public static float[][] correlated(int count, double correlation, long seed) {
    float[][] rows = gaussian(count, 2, seed);
    for (float[] row : rows) {
      double rest = Math.sqrt(1 - correlation * correlation);
      row[1] = (float) (correlation * row[0] + rest * row[1]);
    }
    return rows;
  }

  /** The mean of numbers, one a row. */
  public static double mean(float... values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private TestRows() {}
}
