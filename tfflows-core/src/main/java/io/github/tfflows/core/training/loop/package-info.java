/**
 * The course of a fit: {@link TrainingLoop} takes steps, validates, keeps the best weights, and
 * ends with a {@link TrainingOutcome}. Not exported.
 */
@NullMarked
package io.github.tfflows.core.training.loop;

import org.jspecify.annotations.NullMarked;
