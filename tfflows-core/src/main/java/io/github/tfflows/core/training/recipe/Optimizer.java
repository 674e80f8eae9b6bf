package io.github.tfflows.core.training.recipe;

/** A rule that turns gradients into updates of the parameters. */
public sealed interface Optimizer permits Adam, Muon {
  /** Returns the rule for the parameters that have no rule of their own: for Adam, itself. */
  Adam adam();

  /**
   * Returns this optimizer with another weight decay.
   *
   * @param decay the share by which a step shrinks kernels, per unit of learning rate
   * @throws IllegalArgumentException if it is negative
   */
  Optimizer withWeightDecay(double decay);
}
