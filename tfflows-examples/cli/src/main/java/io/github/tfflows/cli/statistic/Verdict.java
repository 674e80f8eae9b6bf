package io.github.tfflows.cli.statistic;

/**
 * The outcome of a test of the model.
 *
 * @param measure the name of the distance
 * @param pValue the probability of a distance at least as large under a right model
 */
public record Verdict(String test, String measure, double distance, double pValue) {
  /** The level of each test: the probability that it rejects a right model. */
  public static final double LEVEL = 0.01;

  /** Returns whether the difference is more than chance: the p-value is below {@link #LEVEL}. */
  public boolean rejects() {
    return pValue < LEVEL;
  }
}
