package io.github.tfflows.tables;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Quantiles of the log-density over the rows that a model was fitted to, densest at the low end,
 * where anomalies are.
 *
 * @param values the quantiles at the probabilities {@link #SHARES}
 */
public record Quantiles(List<Double> values) {
  private static final List<Double> SHARES =
      List.of(
          0.0, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.075,
          0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0);

  /**
   * Checks the number of values.
   *
   * @throws IllegalArgumentException if it differs from that of the shares
   */
  public Quantiles {
    values = List.copyOf(values);
    if (values.size() != SHARES.size()) {
      throw new IllegalArgumentException(
          "expected %d quantiles, got %d".formatted(SHARES.size(), values.size()));
    }
  }

  static Quantiles of(float[] scores) {
    float[] sorted = scores.clone();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = Float.isNaN(sorted[i]) ? Float.NEGATIVE_INFINITY : sorted[i]; // least likely
    }
    Arrays.sort(sorted);
    return new Quantiles(
        SHARES.stream().map(share -> between(sorted, share * (sorted.length - 1))).toList());
  }

  private static double between(float[] sorted, double at) {
    int below = (int) at;
    int above = Math.min(sorted.length - 1, below + 1);
    return between(sorted[below], sorted[above], at - below);
  }

  /** Next to a density of zero there is nothing to interpolate: the lower value counts. */
  private static double between(double low, double high, double part) {
    return part == 0 || low == Double.NEGATIVE_INFINITY ? low : low + part * (high - low);
  }

  /**
   * Returns a quantile, interpolated between those that are stored.
   *
   * @param share in [0, 1]
   * @return the log-density below which that share of the rows is
   */
  public double at(double share) {
    int i = 1;
    while (i < SHARES.size() - 1 && SHARES.get(i) < share) {
      i++;
    }
    double from = SHARES.get(i - 1);
    double part = (share - from) / (SHARES.get(i) - from);
    return part == 1 ? values.get(i) : between(values.get(i - 1), values.get(i), part);
  }

  /** The text of a model's description. */
  String text() {
    return values.stream().map(value -> Double.toString(value)).collect(Collectors.joining(" "));
  }

  static Quantiles parse(String text) {
    return new Quantiles(Arrays.stream(text.split(" ")).map(Double::valueOf).toList());
  }
}
