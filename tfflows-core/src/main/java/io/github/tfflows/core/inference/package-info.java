/**
 * Inference beyond maximum likelihood: the divergences that a variational fit minimizes, flows with
 * Markov chains between their bijectors, importance weights, contrastive estimation of posteriors,
 * and bounds for integers.
 *
 * <p>Begin with {@link Divergence}, an argument of {@code Training.fitTo}. A {@link StochasticFlow}
 * contains steps of a {@link RandomWalk} or of {@link HamiltonianMonteCarlo}. {@link WeightedDraws}
 * estimate the integral of the unnormalized density that a distribution was fitted to.
 */
@NullMarked
package io.github.tfflows.core.inference;

import org.jspecify.annotations.NullMarked;
