package io.github.tfflows.cli.evaluate;

import org.hipparchus.stat.inference.KolmogorovSmirnovTest;

/**
 * Whether unseen rows are as likely under the model as its own draws. If the model were right, the
 * log-densities of both would have one distribution; rows with lower ones are where the model has
 * too little mass, or has learned its training rows by heart.
 *
 * @param data the mean log-density of the rows, in nats
 * @param draws the mean log-density of the draws, minus the entropy of the model, in nats
 * @param distance the largest difference of both distribution functions, from 0 to 1 (Kolmogorov
 *     and Smirnov)
 * @param pValue the probability of a distance at least as large if both had one distribution
 */
public record DensityLevels(Mean data, Mean draws, double distance, double pValue) {
  static DensityLevels of(float[] data, float[] draws) {
    KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
    double distance = test.kolmogorovSmirnovStatistic(Columns.of(data), Columns.of(draws));
    double pValue = test.approximateP(distance, data.length, draws.length);
    return new DensityLevels(Mean.of(data), Mean.of(draws), distance, pValue);
  }
}
