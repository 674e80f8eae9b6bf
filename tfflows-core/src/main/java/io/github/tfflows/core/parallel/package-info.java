/**
 * Data-parallel training, whose steps are taken by {@link io.github.tfflows.core.parallel.Workers}
 * on rows of their own. Implement that interface for a cluster, open a {@link
 * io.github.tfflows.core.parallel.TrainingWorker} on each machine, and call {@code
 * Training.fit(distribution, workers, heldOut, listener)} of {@code core.training}.
 */
@NullMarked
package io.github.tfflows.core.parallel;

import org.jspecify.annotations.NullMarked;
