package io.github.tfflows.examples.evaluate;

import io.github.tfflows.core.Data;
import java.util.List;

/**
 * The log-density of unseen rows, of a model and of simpler densities that were fitted to other
 * rows.
 *
 * @param model its mean log-density, in nats a row
 * @param baselines the simpler ones, from the simplest on
 */
public record Likelihood(Mean model, List<Baseline> baselines) {
  /**
   * A density to compare with.
   *
   * @param name what it is
   * @param likelihood its mean log-density, in nats a row
   * @param gain what the model has more, row by row
   */
  public record Baseline(String name, Mean likelihood, Mean gain) {}

  /**
   * Copies the list.
   *
   * @param model see the record
   * @param baselines see the record
   */
  public Likelihood {
    baselines = List.copyOf(baselines);
  }

  /** Fits the baselines and measures them where the model was measured. */
  static Likelihood of(float[] model, Data test, Data training, long seed) {
    LinearGaussian gaussian = LinearGaussian.fit(training);
    String conditional = test.context().size() == 0 ? "" : ", its mean linear in the context";
    try (MixtureOfGaussians mixture = MixtureOfGaussians.fit(gaussian, training, seed)) {
      return new Likelihood(
          Mean.of(model),
          List.of(
              baseline("Gaussian" + conditional, gaussian.logProb(test), model),
              baseline(
                  "mixture of %d Gaussians%s".formatted(MixtureOfGaussians.COMPONENTS, conditional),
                  mixture.logProb(test),
                  model)));
    }
  }

  private static Baseline baseline(String name, float[] logProb, float[] model) {
    return new Baseline(name, Mean.of(logProb), Mean.ofDifferences(model, logProb));
  }
}
