package io.github.tfflows.tables.evaluation;

/**
 * The log-densities of new rows and of the model's own draws. For a correct model both have the
 * same distribution. If the log-densities of rows are lower, the model has too little mass at the
 * rows, or has memorized its training rows.
 *
 * @param data the mean log-density of the rows, in nats
 * @param draws the mean log-density of the draws, minus the entropy of the model, in nats
 * @param distance the largest difference of both distribution functions, from 0 to 1 (Kolmogorov
 *     and Smirnov)
 * @param pValue the probability of a distance at least as large if both had one distribution
 */
public record DensityLevels(Mean data, Mean draws, double distance, double pValue) {
  /** Compares log-densities, at least two of each. */
  public static DensityLevels of(float[] data, float[] draws) {
    double distance = Kolmogorov.distance(Mean.numbers(data), Mean.numbers(draws));
    double pValue = Kolmogorov.pValue(distance, data.length, draws.length);
    return new DensityLevels(Mean.of(data), Mean.of(draws), distance, pValue);
  }
}
