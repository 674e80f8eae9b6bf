package io.github.tfflows.core.training;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import java.util.Objects;

/**
 * The rows of a member of an ensemble.
 *
 * @param training those to learn from
 * @param heldOut those to validate with; none, to run every step and keep the last weights. Rows of
 *     weight zero do not count
 */
public record Fold(DataSource training, Data heldOut) {
  /** Leaves out the rows that do not count. */
  public Fold {
    Objects.requireNonNull(training, "training");
    heldOut = Objects.requireNonNull(heldOut, "heldOut").withoutZeroWeights();
  }
}
