/**
 * Data-parallel training: {@link Workers} take steps on their own rows. To train on a cluster,
 * implement {@code Workers}, open a {@link TrainingWorker} on each machine, and call {@code
 * Training.fit(distribution, workers, heldOut, listener)} of {@code core.training}.
 */
@NullMarked
package io.github.tfflows.core.parallel;

import org.jspecify.annotations.NullMarked;
