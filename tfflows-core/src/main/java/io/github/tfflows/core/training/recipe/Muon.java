package io.github.tfflows.core.training.recipe;

import io.github.tfflows.core.graph.Require;
import java.util.Objects;

/**
 * The optimizer Muon (Jordan et al., 2024, kellerjordan.github.io/posts/muon) for kernels of
 * networks. The update of a kernel is the factor {@code UVᵀ} of its momentum {@code USVᵀ}, by five
 * Newton-Schulz iterations. Directions with small gradients move as far as directions with large
 * ones. Factors of {@code √max(a, b)} make the updates of {@code a × b} kernels as large as Adam's
 * (Liu et al., 2025, arXiv:2502.16982, section 2.2).
 *
 * <p>{@link Adam} updates all other parameters. Its weight decay also applies to the kernels of
 * Muon.
 *
 * @param momentum the decay of the mean of gradients, in [0, 1); the update is Nesterov's
 * @param scale the root mean square of the entries of an update, positive, per unit of learning
 *     rate
 * @param kernels the kernels that it updates
 */
public record Muon(double momentum, double scale, Kernels kernels) {
  /** The kernels that Muon updates. */
  public enum Kernels {
    /**
     * Square kernels, which are between hidden layers of equal size. If Muon updated output layers,
     * too, probabilities near zero would be learned slowly.
     */
    SQUARE,

    /** All kernels with several rows and columns, except convolutions. */
    ALL
  }

  public Muon {
    Objects.requireNonNull(kernels, "kernels");
    Require.share("momentum", momentum);
    Require.positive("scale", scale);
  }

  /** Returns Muon for all kernels, with a momentum of 0.95 and a scale of 0.3. */
  public static Muon defaults() {
    return new Muon(0.95, 0.3, Kernels.ALL);
  }

  /** Returns this optimizer for other kernels. */
  public Muon withKernels(Kernels others) {
    return new Muon(momentum, scale, others);
  }
}
