package io.github.tfflows.core;

/**
 * A distribution that training steps fit by a loss of its own, in place of the negative
 * log-likelihood of a batch. Held-out rows are validated by the log-likelihood all the same, which
 * decides about the best weights.
 */
public interface HasTrainingLoss extends Distribution {
  /**
   * Builds the loss of each row in a training step. Its parameters and states are among those of
   * {@link #logProb}, under the same names.
   *
   * @param scope the place in the graph to build in
   * @param x points shaped {@code [n, event...]}
   * @return the losses, shaped {@code [n]}
   */
  Expr trainingLoss(GraphScope scope, Expr x);

  /** Returns the distribution that a training yields, whose parameters have the same names. */
  Distribution trained();

  /** Returns the distribution that a training of {@code flow} yields. */
  static Distribution trained(Distribution flow) {
    return flow instanceof HasTrainingLoss own ? own.trained() : flow;
  }
}
