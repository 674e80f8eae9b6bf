package io.github.tfflows.gallery.plot;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Single precision as double, for Hipparchus and XChart. */
public final class Doubles {
  /** Widens numbers. */
  public static double[] of(float... values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  public static double[] column(float[][] rows, int index) {
    return Arrays.stream(rows).mapToDouble(row -> row[index]).toArray();
  }

  private Doubles() {}
}
