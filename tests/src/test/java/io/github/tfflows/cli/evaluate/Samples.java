package io.github.tfflows.cli.evaluate;

import io.github.tfflows.core.data.Rows;
import java.util.Random;

/** Rows for the tests of this package. */
public final class Samples {
  /** Rows of independent standard normals. */
  public static float[][] normal(int count, int columns, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[count][columns];
    for (float[] row : rows) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return rows;
  }

  /** Pairs of standard normals with a correlation. */
  public static float[][] correlated(int count, double correlation, long seed) {
    float[][] rows = normal(count, 2, seed);
    for (float[] row : rows) {
      double rest = Math.sqrt(1 - correlation * correlation);
      row[1] = (float) (correlation * row[0] + rest * row[1]);
    }
    return rows;
  }

  /** Rows of one column. */
  public static Rows column(float... values) {
    return Rows.of(values, 1);
  }

  private Samples() {}
}
