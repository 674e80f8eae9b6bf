package io.github.tfflows.core.training;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import java.util.Objects;

/**
 * The rows of a member of an ensemble.
 *
 * @param training the rows to learn from
 * @param heldOut the rows for validation, without rows of weight zero; empty to run every step and
 *     keep the last weights
 */
public record Fold(DataSource training, Data heldOut) {
  public Fold {
    Objects.requireNonNull(training, "training");
    heldOut = Objects.requireNonNull(heldOut, "heldOut").withoutZeroWeights();
  }
}
