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

  /** The mean of numbers, one a row. */
  public static double mean(float... values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private TestRows() {}
}
