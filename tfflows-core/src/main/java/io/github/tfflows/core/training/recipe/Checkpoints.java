package io.github.tfflows.core.training.recipe;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where and how often training writes its state, so that a later fit goes on from there.
 *
 * <p>A checkpoint is one file, {@code step-1000.checkpoint}, that is there whole or not at all. It
 * holds the weights, the optimizer's moments, moving averages, the best weights so far and the
 * position in the data. A fit by the same recipe, of the same distribution to the same data,
 * continues from the newest one, and ends with the weights of a fit that was never interrupted: bit
 * for bit on one machine with as many threads.
 *
 * @param directory the folder of the files, one for each training
 * @param every the number of steps between checkpoints
 * @param keep how many of the newest are kept
 */
public record Checkpoints(Path directory, int every, int keep) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is below one
   */
  public Checkpoints {
    Objects.requireNonNull(directory, "directory");
    if (every < 1 || keep < 1) {
      throw new IllegalArgumentException(
          "expected at least one step between checkpoints and one to keep, got %s and %s"
              .formatted(every, keep));
    }
  }
}
