/**
 * Inference beyond maximum likelihood: the divergences that a variational fit minimizes, flows with
 * Markov chains between their bijectors, importance weights, contrastive estimation of posteriors,
 * and bounds for integers.
 *
 * <p>Begin with {@link io.github.tfflows.core.inference.Divergence}, an argument of {@code
 * Training.fitTo}. A {@link io.github.tfflows.core.inference.StochasticFlow} contains steps of a
 * {@link io.github.tfflows.core.inference.RandomWalk} or of {@link
 * io.github.tfflows.core.inference.HamiltonianMonteCarlo}. {@link
 * io.github.tfflows.core.inference.WeightedDraws} estimate the integral of the log-density that a
 * distribution was fitted to.
 */
@NullMarked
package io.github.tfflows.core.inference;

import org.jspecify.annotations.NullMarked;
