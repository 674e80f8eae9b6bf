package io.github.tfflows.core.training;

import io.github.tfflows.core.Distribution;
import java.util.Optional;

/**
 * What tells a training from others: two of them with equal texts take the same steps.
 *
 * @param flow the distribution
 * @param recipe how it is trained
 * @param data a text for the data
 */
record TrainingIdentity(Distribution flow, Training recipe, String data) {
  /** Three lines, the same in every process. */
  @Override
  public String toString() {
    return """
        the distribution %s
        the recipe %s
        %s"""
        .formatted(text(flow), text(recipe), data);
  }

  /** The text of a recipe without its checkpoints. */
  static String text(Training recipe) {
    return text((Object) recipe.with(Optional.empty()));
  }

  /** The text of a value, without the names that a process gives to its lambdas. */
  private static String text(Object value) {
    return value.toString().replaceAll("\\$\\$Lambda[^,\\]]*", "\\$\\$Lambda");
  }
}
