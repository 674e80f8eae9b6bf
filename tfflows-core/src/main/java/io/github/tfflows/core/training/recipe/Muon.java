package io.github.tfflows.core.training.recipe;

/**
 * The optimizer Muon (Jordan et al., 2024, kellerjordan.github.io/posts/muon) for the square
 * kernels of networks, those between hidden layers of one size. The update of a kernel is the
 * factor {@code UVᵀ} of its momentum {@code USVᵀ}, by five iterations of Newton and Schulz:
 * directions with small gradients move as far as those with large ones. A factor of {@code √a}
 * makes the updates of {@code a × a} kernels as large as those of Adam (Liu et al., 2025,
 * arXiv:2502.16982, section 2.2).
 *
 * <p>All other parameters have {@link Adam}, whose weight decay holds for all kernels. Kernels of
 * output layers are among them: by Muon, probabilities near zero are learned slowly.
 *
 * @param momentum the decay of the mean of gradients, in [0, 1); the update is Nesterov's
 * @param scale the root mean square of the entries of an update, per unit of learning rate
 */
public record Muon(double momentum, double scale) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is outside its range
   */
  public Muon {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("the momentum must be in [0, 1), got " + momentum);
    }
    if (!(scale > 0 && Double.isFinite(scale))) {
      throw new IllegalArgumentException("the scale must be positive, got " + scale);
    }
  }

  /** Returns Muon with a momentum of 0.95 and updates of root mean square 0.2. */
  public static Muon defaults() {
    return new Muon(0.95, 0.2);
  }
}
