package io.github.tfflows.core.training.recipe;

import io.github.tfflows.core.graph.Require;

/**
 * The optimizer Adam (Kingma and Ba, 2015, arXiv:1412.6980, algorithm 1, in the form at the end of
 * section 2), or, with weight decay, AdamW (Loshchilov and Hutter, 2019, arXiv:1711.05101,
 * algorithm 2, with the decay scaled by the learning rate).
 *
 * <p>Weight decay shrinks only the kernels of networks, the parameters named {@code kernel}.
 *
 * @param beta1 the decay of the mean of gradients, in [0, 1)
 * @param beta2 the decay of the mean of squared gradients, in [0, 1)
 * @param epsilon added to the root of the second mean, positive
 * @param weightDecay the share by which a step shrinks kernels, per unit of learning rate; zero for
 *     Adam
 */
public record Adam(double beta1, double beta2, double epsilon, double weightDecay) {
  public Adam {
    Require.share("beta1", beta1);
    Require.share("beta2", beta2);
    Require.positive("epsilon", epsilon);
    if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
      throw new IllegalArgumentException(
          "weightDecay must be finite and at least 0, got " + weightDecay);
    }
  }

  /** Returns Adam with the paper's numbers: 0.9, 0.999 and 1e-8, without weight decay. */
  public static Adam defaults() {
    return new Adam(0.9, 0.999, 1e-8, 0);
  }

  /**
   * Returns AdamW.
   *
   * @param decay the share by which a step shrinks kernels, per unit of learning rate, at least
   *     zero
   */
  public Adam withWeightDecay(double decay) {
    return new Adam(beta1, beta2, epsilon, decay);
  }
}
