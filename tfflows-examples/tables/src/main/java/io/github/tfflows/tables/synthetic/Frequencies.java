package io.github.tfflows.tables.synthetic;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How often each value occurs, and how often all do. NaN is a value of its own. */
record Frequencies(Map<Double, Integer> counts, int total) {
  static Frequencies of(double... values) {
    Map<Double, Integer> counts = new TreeMap<>();
    for (double value : values) {
      counts.merge(value, 1, Integer::sum);
    }
    return new Frequencies(counts, values.length);
  }

  /** The total variation distance, half the sum of all differences of shares. */
  double variation(Frequencies other) {
    Set<Double> all = new HashSet<>(counts.keySet());
    all.addAll(other.counts.keySet());
    return all.stream().mapToDouble(value -> Math.abs(share(value) - other.share(value))).sum() / 2;
  }

  private double share(double value) {
    return counts.getOrDefault(value, 0) / (double) total;
  }
}
