package io.github.tfflows.tables.stacking;

import java.util.Arrays;

/** {@code log Σ exp(aₖ)}. */
final class LogSum {
  static double of(double... logs) {
    double largest = Arrays.stream(logs).max().orElseThrow();
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    return largest + Math.log(Arrays.stream(logs).map(log -> Math.exp(log - largest)).sum());
  }

  private LogSum() {}
}
