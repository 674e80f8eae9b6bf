package io.github.tfflows.core.training.loop;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.core.training.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The result of a training and its record.
 *
 * @param steps the number of completed steps
 * @param bestStep the number of steps before the best weights
 * @param loss the mean loss of the last steps
 * @param heldOut the held-out loss of the best weights, if any
 * @param gaussian the held-out loss of a Gaussian, if compared
 * @param end the reason of the end
 * @param isStopped whether the end was requested
 * @param warnings warnings about a poor fit
 */
public record TrainingOutcome(
    Weights weights,
    int steps,
    int bestStep,
    double loss,
    OptionalDouble heldOut,
    OptionalDouble gaussian,
    String end,
    boolean isStopped,
    List<String> warnings) {
  /** Compiles a model with the best weights and this record in its description. */
  public CompiledDistribution compiled(Distribution fitted, int contextSize, Recipe recipe) {
    return compiledEach(List.of(this), fitted, contextSize, recipe).get(0);
  }

  /** Compiles a model of each of several trainings. */
  public static List<CompiledDistribution> compiledEach(
      List<TrainingOutcome> outcomes, Distribution fitted, int contextSize, Recipe recipe) {
    ModelDescription description = ModelDescription.of(fitted, contextSize);
    return CompiledDistribution.compileEach(
        fitted,
        contextSize,
        outcomes.stream().map(TrainingOutcome::weights).toList(),
        recipe.execution(),
        place -> description.with(outcomes.get(place).record(recipe)));
  }

  /** Returns this record as entries of a description. */
  public Map<String, String> record(Recipe recipe) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("training.recipe", recipe.text());
    entries.put("training.seed", Long.toString(recipe.seed()));
    entries.put("training.steps", Integer.toString(steps));
    entries.put("training.best_step", Integer.toString(bestStep));
    entries.put("training.loss", Double.toString(loss));
    entries.put("training.end", end);
    heldOut.ifPresent(mean -> entries.put("training.held_out_loss", Double.toString(mean)));
    gaussian.ifPresent(mean -> entries.put("training.gaussian_loss", Double.toString(mean)));
    if (!warnings.isEmpty()) {
      entries.put("training.warnings", String.join("\n", warnings));
    }
    return entries;
  }
}
