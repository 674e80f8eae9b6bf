package io.github.tfflows.core.inference;

import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;

/**
 * Steps of a Markov chain in detailed balance with a density {@code p̃}: the chance of moving from
 * {@code x} to {@code y} and that of moving back have the ratio {@code p̃(y) / p̃(x)}. It is a
 * layer of a {@link StochasticFlow}.
 */
@FunctionalInterface
public interface TransitionKernel {
  /**
   * Builds the points that the chain reaches from others.
   *
   * @param scope the place in the graph to build in
   * @param density the density {@code p̃}
   * @param noise the source of randomness, for as many draws as there are points
   * @param x points shaped {@code [n, event...]}
   * @return points of the same shape. Their gradient by {@code x} is that of the path with its
   *     accepted steps, which themselves count as constant
   */
  Expr moved(GraphScope scope, LogDensity density, Noise noise, Expr x);
}
