package io.github.tfflows.core.training.recipe;

import io.github.tfflows.core.graph.Require;
import java.util.Objects;
import java.util.Optional;

/**
 * The updates of the parameters by their gradients.
 *
 * @param adam turns gradients into updates
 * @param muon does so for kernels of networks, if present
 * @param learningRate the step size over time
 * @param clipNorm the positive bound on the norm over all gradients; infinity for none
 * @param averaging the decay of the exponential moving average of the weights, in [0, 1), which
 *     validation and the returned model use; zero for none
 */
public record Optimization(
    Adam adam, Optional<Muon> muon, LearningRate learningRate, double clipNorm, double averaging) {
  public Optimization {
    Objects.requireNonNull(adam, "adam");
    Objects.requireNonNull(muon, "muon");
    Objects.requireNonNull(learningRate, "learningRate");
    if (!(clipNorm > 0)) {
      throw new IllegalArgumentException("the clip norm must be positive, got " + clipNorm);
    }
    Require.share("averaging", averaging);
  }

  /**
   * Returns Adam along a cosine from 1e-3, with gradients clipped at 5 (as Durkan et al., 2019,
   * arXiv:1906.04032, do) and without averaging.
   */
  public static Optimization defaults() {
    return new Optimization(Adam.defaults(), Optional.empty(), LearningRate.cosine(1e-3), 5, 0);
  }

  public Optimization withAdam(Adam other) {
    return new Optimization(other, muon, learningRate, clipNorm, averaging);
  }

  /** Returns this optimization with Muon for kernels. */
  public Optimization withMuon(Muon other) {
    return new Optimization(adam, Optional.of(other), learningRate, clipNorm, averaging);
  }

  public Optimization withLearningRate(LearningRate schedule) {
    return new Optimization(adam, muon, schedule, clipNorm, averaging);
  }

  /** Returns this optimization with another bound on the norm over all gradients. */
  public Optimization withClipNorm(double bound) {
    return new Optimization(adam, muon, learningRate, bound, averaging);
  }

  /** Returns this optimization with another decay of the moving average of the weights. */
  public Optimization withAveraging(double decay) {
    return new Optimization(adam, muon, learningRate, clipNorm, decay);
  }
}
