/**
 * The state of a training in files, so that a fit can continue after an interruption. The parts of
 * a training write themselves into a {@link Snapshot}; a {@link CheckpointFolder} keeps the newest
 * ones. Not exported.
 */
@NullMarked
package io.github.tfflows.core.training.checkpoint;

import org.jspecify.annotations.NullMarked;
