package io.github.tfflows.core.parallel;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Objective;
import io.github.tfflows.core.saved.definition.DefinitionReader;
import io.github.tfflows.core.saved.definition.DefinitionWriter;
import io.github.tfflows.core.training.recipe.Recipe;
import java.io.Serializable;

/**
 * A serializable objective and recipe for workers.
 *
 * @param objective the text of the objective
 * @param recipe the text of the recipe, without checkpoints
 */
public record TrainingPlan(String objective, String recipe) implements Serializable {
  /** Returns a plan of maximum likelihood, as {@link #of(Objective, Recipe)} does. */
  public static TrainingPlan of(Distribution distribution, Recipe recipe) {
    return of(Objective.likelihood(distribution), recipe);
  }

  /**
   * Returns a plan.
   *
   * @param objective the loss, and the distribution
   * @param recipe the recipe of a worker, whose batch is its share of the whole batch
   * @throws IllegalArgumentException if the objective or the recipe contains anything other than
   *     records, lists and numbers, such as a lambda
   */
  public static TrainingPlan of(Objective objective, Recipe recipe) {
    return new TrainingPlan(text(objective), text(recipe.withoutCheckpoints()));
  }

  private static String text(Object value) {
    return DefinitionWriter.write(value)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected records, lists and numbers, which other processes can read, got "
                        + value));
  }

  Objective readObjective() {
    return DefinitionReader.read(objective, Objective.class);
  }

  Recipe readRecipe() {
    return DefinitionReader.read(recipe, Recipe.class);
  }
}
