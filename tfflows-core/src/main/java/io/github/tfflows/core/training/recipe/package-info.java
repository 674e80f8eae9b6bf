/**
 * The parts of a training recipe: the {@linkplain
 * io.github.tfflows.core.training.recipe.Optimization updates of parameters} by {@link
 * io.github.tfflows.core.training.recipe.Adam} or {@link
 * io.github.tfflows.core.training.recipe.Muon} along a {@link
 * io.github.tfflows.core.training.recipe.LearningRate}, the {@linkplain
 * io.github.tfflows.core.training.recipe.Validation validation}, and the {@link
 * io.github.tfflows.core.training.recipe.Progress} that a fit reports. Begin with {@code Training}
 * of {@code core.training}, which combines them.
 */
@NullMarked
package io.github.tfflows.core.training.recipe;

import org.jspecify.annotations.NullMarked;
