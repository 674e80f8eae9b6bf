package io.github.tfflows.cli.statistic;

import io.github.tfflows.bijectors.linear.InvertibleLinear;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.LinearGaussian;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;

/**
 * A mixture of Gaussians around the mean of a {@link LinearGaussian}: a {@link GaussianMixture} is
 * fitted to the whitened rows, on learned axes. All components have the same axes, and each has its
 * own scales.
 *
 * @param gaussian the Gaussian that whitens the rows
 * @param mixture the density of whitened rows; closed with this
 */
public record MixtureOfGaussians(LinearGaussian gaussian, CompiledDistribution mixture)
    implements AutoCloseable {
  /** Its name in tables. */
  public static final String NAME = "mixture of 10 Gaussians";

  private static final int COMPONENTS = 10;
  private static final int STEPS = 1500;
  private static final int BATCH = 512;
  private static final double RATE = 2e-2;

  public static MixtureOfGaussians fit(LinearGaussian gaussian, Data training, long seed) {
    int d = training.x().size();
    Distribution density =
        new TransformedDistribution(
            new GaussianMixture(COMPONENTS, d), new InvertibleLinear(d, seed));
    CompiledDistribution fitted =
        Training.defaults()
            .withSteps(STEPS)
            .withBatchSize(BATCH)
            .withLearningRate(LearningRate.cosine(RATE))
            .withSeed(seed)
            .fit(density, Data.of(gaussian.whitened(training)));
    return new MixtureOfGaussians(gaussian, fitted);
  }

  /** The log-density of each row, in nats. */
  public float[] logProb(Data data) {
    float[] logProb = mixture.logProb(gaussian.whitened(data));
    for (int i = 0; i < logProb.length; i++) {
      logProb[i] -= (float) gaussian.logVolume();
    }
    return logProb;
  }

  /** The number of parameters, including the parameters of the Gaussian. */
  public long parameters() {
    return gaussian.parameters() + mixture.weights().size();
  }

  @Override
  public void close() {
    mixture.close();
  }
}
