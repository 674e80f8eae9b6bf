package io.github.tfflows.core.inference;

import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;

/**
 * Steps of a Markov chain in detailed balance with a density {@code p̃}: the probabilities of
 * moving from {@code x} to {@code y} and back have the ratio {@code p̃(y) / p̃(x)}. It can be a
 * layer of a {@link StochasticFlow}.
 */
@FunctionalInterface
public interface TransitionKernel {
  /**
   * Builds the end points of chains.
   *
   * @param density the density {@code p̃}
   * @param noise the source of randomness, for as many draws as there are points
   * @param x the starting points, shaped {@code [n, event...]}
   * @return points of the same shape, with the gradient by {@code x} of a path whose accepted steps
   *     are constant
   */
  Expr moved(GraphScope scope, LogDensity density, Noise noise, Expr x);
}
