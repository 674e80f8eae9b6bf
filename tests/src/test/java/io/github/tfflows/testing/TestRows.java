package io.github.tfflows.testing;

import java.util.Random;

/** Rows that tests feed. */
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

  private TestRows() {}
}
