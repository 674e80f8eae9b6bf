package io.github.tfflows.core.training.recipe;

import io.github.tfflows.core.graph.Require;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The place and the interval of checkpoints, from which a later fit continues.
 *
 * <p>A checkpoint is one file, {@code step-1000.checkpoint}, which is complete or absent. It
 * contains the weights, the optimizer's moments, moving averages, the best weights so far and the
 * position in the data. A fit with the same recipe, distribution and data continues from the newest
 * one. It ends with the weights of an uninterrupted fit, bit for bit on one machine with the same
 * number of threads. A fit throws {@link IllegalArgumentException} if the newest one is of another
 * training, and {@link java.io.UncheckedIOException} if the folder cannot be written, or none of
 * its checkpoints can be read.
 *
 * @param directory the folder of the files, one for each training
 * @param every the number of steps between checkpoints, at least one
 * @param keep the number of newest checkpoints to keep, at least one
 */
public record Checkpoints(Path directory, int every, int keep) {
  public Checkpoints {
    Objects.requireNonNull(directory, "directory");
    Require.atLeast("every", every, 1);
    Require.atLeast("keep", keep, 1);
  }
}
