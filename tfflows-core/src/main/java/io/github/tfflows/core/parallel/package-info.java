/**
 * Data-parallel training, in which {@link Workers} take steps on their own rows. Implement that
 * interface for a cluster, open a {@link TrainingWorker} on each machine, and call {@code
 * Training.fit(distribution, workers, heldOut, listener)} of {@code core.training}.
 */
@NullMarked
package io.github.tfflows.core.parallel;

import org.jspecify.annotations.NullMarked;
