package io.github.tfflows.tables.density;

/** The logarithm of a sum of densities or probabilities that are given by their logarithms. */
public final class LogSum {
  /** A term this far below the largest is lost in a sum of double precision. */
  private static final double NEGLIGIBLE = -40;

  /** Returns {@code log Σ exp(logs)}, in nats; minus infinity if all terms are zero. */
  public static double of(double... logs) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      largest = log > largest ? log : largest; // faster than Math.max, and none is NaN
    }
    double sum = 0;
    for (double log : logs) {
      sum += log - largest > NEGLIGIBLE ? Math.exp(log - largest) : 0;
    }
    return largest + Math.log(sum);
  }

  private LogSum() {}
}
