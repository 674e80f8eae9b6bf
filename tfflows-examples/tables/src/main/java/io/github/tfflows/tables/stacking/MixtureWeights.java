package io.github.tfflows.tables.stacking;

import io.github.tfflows.tables.density.LogSum;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Computes the weights of a mixture of given densities that maximize the likelihood of rows, by
 * expectation maximization from equal weights. The likelihood has no other local maximum. Each
 * density also has a share of a row from the beginning, so that no weight is zero.
 */
final class MixtureWeights {
  private static final int STEPS = 200;

  /** The number of rows that each density has from the beginning. */
  private static final double PRIOR_ROWS = 0.2;

  /** The least weight; densities of less weight are left out. */
  private static final double LEAST_WEIGHT = 0.005;

  /**
   * Returns the weights, from the log-densities and the count of each row. The weights of densities
   * that add little are zero; the first density is always kept.
   */
  static double[] of(double[][] logDensities, double... counts) {
    double[] all = ofAll(logDensities, counts);
    int[] kept =
        IntStream.range(0, all.length).filter(k -> k == 0 || all[k] >= LEAST_WEIGHT).toArray();
    double[][] ofKept =
        Arrays.stream(logDensities)
            .map(row -> Arrays.stream(kept).mapToDouble(k -> row[k]).toArray())
            .toArray(double[][]::new);
    double[] weights = new double[all.length];
    double[] shares = ofAll(ofKept, counts);
    for (int i = 0; i < kept.length; i++) {
      weights[kept[i]] = shares[i];
    }
    return weights;
  }

  /** The weighted mean of the mixture's log-densities. */
  static double meanLogDensity(double[][] logDensities, double[] counts, double... weights) {
    double sum = 0;
    for (int row = 0; row < logDensities.length; row++) {
      sum += counts[row] * LogSum.of(weighted(logDensities[row], weights));
    }
    return sum / Arrays.stream(counts).sum();
  }

  private static double[] weighted(double[] logs, double... weights) {
    return IntStream.range(0, weights.length)
        .mapToDouble(
            k -> weights[k] > 0 ? logs[k] + Math.log(weights[k]) : Double.NEGATIVE_INFINITY)
        .toArray();
  }

  private static double[] ofAll(double[][] logDensities, double... counts) {
    int size = logDensities[0].length;
    double[] weights = new double[size];
    Arrays.fill(weights, 1.0 / size);
    for (int step = 0; step < STEPS; step++) {
      weights = next(logDensities, counts, weights);
    }
    return weights;
  }

  private static double[] next(double[][] logDensities, double[] counts, double[] weights) {
    double[] sums = new double[weights.length];
    Arrays.fill(sums, PRIOR_ROWS);
    for (int row = 0; row < logDensities.length; row++) {
      double[] parts = weighted(logDensities[row], weights);
      double all = LogSum.of(parts);
      for (int k = 0; k < parts.length && all > Double.NEGATIVE_INFINITY; k++) {
        sums[k] += counts[row] * Math.exp(parts[k] - all);
      }
    }
    double total = Arrays.stream(sums).sum();
    return Arrays.stream(sums).map(sum -> sum / total).toArray();
  }

  private MixtureWeights() {}
}
