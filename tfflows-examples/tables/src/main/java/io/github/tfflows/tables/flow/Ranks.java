package io.github.tfflows.tables.flow;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The ranks of values, from zero on. */
final class Ranks {
  /** Returns the rank of each value; equal ones have the mean of theirs. */
  static double[] of(float... values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    Map<Float, Double> byValue = new HashMap<>();
    for (int start = 0, end; start < sorted.length; start = end) {
      end = start + 1;
      while (end < sorted.length && sorted[end] == sorted[start]) {
        end++;
      }
      byValue.put(sorted[start], (start + end - 1) / 2.0);
    }
    double[] ranks = new double[values.length];
    Arrays.setAll(ranks, i -> byValue.getOrDefault(values[i], 0.0));
    return ranks;
  }

  private Ranks() {}
}
