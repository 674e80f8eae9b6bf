/**
 * Fitting flows to data and to unnormalized densities. Begin with {@link
 * io.github.tfflows.core.training.Training}, an immutable recipe whose {@code fit} and {@code
 * fitTo} return the weights with the best held-out loss in a clean graph without optimizer. Its
 * parts stand in {@code core.training.recipe}; another {@link io.github.tfflows.core.Objective}
 * than the likelihood is an argument of {@code fit}.
 */
@NullMarked
package io.github.tfflows.core.training;

import org.jspecify.annotations.NullMarked;
