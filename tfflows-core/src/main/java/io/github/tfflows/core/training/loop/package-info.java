/**
 * The course of a fit: {@link io.github.tfflows.core.training.loop.TrainingLoop} takes steps,
 * validates, keeps the best weights, and ends with a {@link
 * io.github.tfflows.core.training.loop.TrainingOutcome}. Not exported.
 */
@NullMarked
package io.github.tfflows.core.training.loop;

import org.jspecify.annotations.NullMarked;
