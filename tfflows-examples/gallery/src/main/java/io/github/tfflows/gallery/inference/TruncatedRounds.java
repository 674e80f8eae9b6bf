package io.github.tfflows.gallery.inference;

import io.github.tfflows.core.model.Density;
import io.github.tfflows.core.training.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Rounds of simulations for one outcome. Each round draws parameters from the prior, inside the
 * region of highest density of the last posterior (truncated sequential neural posterior
 * estimation: Deistler et al., 2022, arXiv:2210.04815, algorithm 1). Training uses all rounds
 * without a correction, since all parameters follow the prior inside the region.
 *
 * @param training the recipe of each round
 * @param cut the mass of the posterior outside of the region
 */
public record TruncatedRounds(
    BoxPrior prior, Simulator simulator, Training training, int simulations, double cut) {
  private static final int REFERENCE = 10_000;

  /** The most draws from the prior for each accepted draw, before a round gives up. */
  private static final int MOST_TRIES = 10_000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a round has no simulation, or the cut is not within 0 and
   *     0.1
   */
  public TruncatedRounds {
    if (simulations < 1 || !(cut > 0 && cut < 0.1)) {
      throw new IllegalArgumentException(
          "expected at least one simulation a round and a cut within 0 and 0.1, got %s and %s"
              .formatted(simulations, cut));
    }
  }

  /**
   * Runs rounds.
   *
   * @param rounds the number of rounds, at least one
   * @param seed the seed of draws and simulations
   * @return the last posterior, to be closed
   * @throws IllegalStateException if the region is too small for draws from the prior
   */
  public NeuralPosterior run(float[] observed, int rounds, long seed) {
    List<float[]> parameters = new ArrayList<>(List.of(prior.draws(simulations, seed)));
    List<float[]> outcomes = simulated(parameters, seed);
    NeuralPosterior posterior = fit(parameters, outcomes);
    for (int round = 1; round < rounds; round++) {
      List<float[]> proposed;
      try (NeuralPosterior last = posterior) {
        proposed = proposals(last.given(observed), seed + round);
      }
      parameters.addAll(proposed);
      outcomes.addAll(simulated(proposed, seed + round));
      posterior = fit(parameters, outcomes);
    }
    return posterior;
  }

  private List<float[]> simulated(List<float[]> parameters, long seed) {
    return new ArrayList<>(List.of(simulator.runEach(parameters.toArray(float[][]::new), ~seed)));
  }

  private NeuralPosterior fit(List<float[]> parameters, List<float[]> outcomes) {
    return NeuralPosterior.fit(
        prior, parameters.toArray(float[][]::new), outcomes.toArray(float[][]::new), training);
  }

  /**
   * Draws from the prior inside the region of the posterior, which leaves out the mass {@code cut}.
   */
  private List<float[]> proposals(Density posterior, long seed) {
    float[] reference = posterior.sampleAndLogProb(REFERENCE, seed).logProb();
    Arrays.sort(reference);
    float threshold = reference[(int) (cut * REFERENCE)];
    Random random = new Random(seed);
    List<float[]> accepted = new ArrayList<>();
    for (long tried = 0; accepted.size() < simulations; tried += REFERENCE) {
      if (tried > (long) MOST_TRIES * simulations) {
        throw new IllegalStateException(
            "only %s of %s draws of the prior lie where the posterior does"
                .formatted(accepted.size(), tried));
      }
      float[][] draws = prior.draws(REFERENCE, random.nextLong());
      float[] logProb = posterior.logProb(draws);
      for (int i = 0; i < draws.length && accepted.size() < simulations; i++) {
        if (logProb[i] >= threshold) {
          accepted.add(draws[i]);
        }
      }
    }
    return accepted;
  }
}
