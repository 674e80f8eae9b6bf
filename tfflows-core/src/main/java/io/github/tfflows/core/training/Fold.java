package io.github.tfflows.core.training;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.training.recipe.Recipe;
import java.util.Objects;

/**
 * The rows of a member.
 *
 * @param recipe how the member is trained
 * @param training those to learn from
 * @param heldOut those to validate with
 */
record Fold(Recipe recipe, DataSource training, Data heldOut) {
  Fold {
    Objects.requireNonNull(training, "training");
    heldOut = Objects.requireNonNull(heldOut, "heldOut").withoutZeroWeights();
  }
}
