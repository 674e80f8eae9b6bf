/**
 * Fitting flows to data and to unnormalized densities. Begin with {@link Training}, an immutable
 * recipe whose {@code fit} and {@code fitTo} return a model with the best held-out loss, whose
 * graph has no optimizer. The parts of a recipe are in {@code core.training.recipe}. To minimize
 * another loss than the negative log-likelihood, pass an {@link io.github.tfflows.core.Objective}
 * to {@code fit}.
 */
@NullMarked
package io.github.tfflows.core.training;

import org.jspecify.annotations.NullMarked;
