/**
 * Fitting flows to data and to unnormalized densities.
 *
 * <p>Maximum likelihood minimizes the mean of {@code -log p(x)} over the rows, which is the
 * Kullback-Leibler divergence from the data to the flow up to a constant; it runs {@code inverse}.
 * A variational fit minimizes the mean of {@code log q(x) - log p̃(x)} over draws {@code x} of the
 * flow {@code q}, for a {@link io.github.tfflows.core.LogDensity} {@code p̃} known up to a
 * constant; it runs {@code forward}. Both losses are in nats.
 *
 * <p>{@link io.github.tfflows.core.training.Training} is an immutable recipe. It returns the
 * weights with the best held-out loss in a clean graph without optimizer. On one machine and with
 * as many threads, equal seeds give equal weights, bit for bit.
 *
 * <p>The optimizers of the TensorFlow Java framework are not used: in 1.1.0 their Adam updates the
 * powers of its decay rates without waiting for the ops that read them, so that even a first step
 * is right by chance only. Here the raw op reads powers that are fed, and a test compares it with
 * the recursion of the paper to 1e-13.
 */
@NullMarked
package io.github.tfflows.core.training;

import org.jspecify.annotations.NullMarked;
