package io.github.tfflows.core.training;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.saved.definition.DefinitionReader;
import io.github.tfflows.core.saved.definition.DefinitionWriter;
import java.io.Serializable;
import java.util.Optional;

/**
 * A distribution and its recipe in a form that travels to workers.
 *
 * @param distribution the text of the definition
 * @param recipe the text of the recipe, without its checkpoints
 * @param contextSize the number of columns of the context; zero for none
 */
public record TrainingPlan(String distribution, String recipe, int contextSize)
    implements Serializable {
  /**
   * Writes a plan.
   *
   * @param distribution the definition
   * @param recipe the recipe of a worker, whose batch is a part of that of the whole training
   * @param contextSize the number of columns of the context; zero for none
   * @throws IllegalArgumentException if the definition or the recipe holds anything other than
   *     records, lists and numbers, such as a lambda
   */
  public static TrainingPlan of(Distribution distribution, Training recipe, int contextSize) {
    return new TrainingPlan(text(distribution), text(recipe.with(Optional.empty())), contextSize);
  }

  private static String text(Object value) {
    return DefinitionWriter.write(value)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected records, lists and numbers, which other processes can read, got "
                        + value));
  }

  Distribution readDistribution() {
    return DefinitionReader.read(distribution, Distribution.class);
  }

  Training readRecipe() {
    return DefinitionReader.read(recipe, Training.class);
  }
}
