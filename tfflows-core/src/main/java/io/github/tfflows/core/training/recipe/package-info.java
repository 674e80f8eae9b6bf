/**
 * The parts of a training recipe: the {@linkplain Optimization updates of parameters} by {@link
 * Adam} or {@link Muon} along a {@link LearningRate}, the {@linkplain Validation validation}, and
 * the {@link Progress} that a fit reports. Begin with {@code Training} of {@code core.training},
 * which combines them.
 */
@NullMarked
package io.github.tfflows.core.training.recipe;

import org.jspecify.annotations.NullMarked;
