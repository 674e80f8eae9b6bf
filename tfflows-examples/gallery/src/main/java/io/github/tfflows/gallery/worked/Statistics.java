package io.github.tfflows.gallery.worked;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Simple statistics of many numbers. */
final class Statistics {
  static double mean(float... values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  static double deviation(float... values) {
    double mean = mean(values);
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / values.length);
  }

  static double correlation(float[] a, float[] b) {
    double meanOfA = mean(a);
    double meanOfB = mean(b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - meanOfA) * (b[i] - meanOfB);
    }
    return sum / a.length / deviation(a) / deviation(b);
  }

  /** The number below which a share of all lie. */
  static float quantile(float[] values, double share) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (share * sorted.length)];
  }

  /** The share of numbers below a limit. */
  static double shareBelow(double limit, float... values) {
    long below = IntStream.range(0, values.length).filter(i -> values[i] < limit).count();
    return (double) below / values.length;
  }

  static float[] column(float[][] rows, int index) {
    float[] column = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      column[i] = rows[i][index];
    }
    return column;
  }

  static double[] doubles(float... values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private Statistics() {}
}
