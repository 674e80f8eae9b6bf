package io.github.tfflows.tables.strangeness;

import java.util.Arrays;

/** Sums of densities by their logarithms. */
final class Mixing {
  static double logSumExp(double[] logs) {
    double largest = Arrays.stream(logs).max().orElseThrow();
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - largest);
    }
    return largest + Math.log(sum);
  }

  private Mixing() {}
}
