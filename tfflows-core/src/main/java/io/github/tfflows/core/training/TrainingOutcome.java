package io.github.tfflows.core.training;

import io.github.tfflows.core.Weights;
import io.github.tfflows.core.model.ModelDescription;
import java.util.OptionalDouble;

/**
 * The result of a training and a record of it.
 *
 * @param weights the best weights
 * @param steps the number of steps that were taken
 * @param bestStep the number of steps that led to the best weights
 * @param loss the mean loss of the last steps
 * @param heldOut the held-out loss of the best weights, if any
 * @param end the reason of the end
 */
record TrainingOutcome(
    Weights weights, int steps, int bestStep, double loss, OptionalDouble heldOut, String end) {
  /** Adds the record to the description of a model. */
  ModelDescription addTo(ModelDescription description, Training recipe) {
    ModelDescription more =
        description
            .with("training.recipe", TrainingIdentity.text(recipe))
            .with("training.seed", Long.toString(recipe.seed()))
            .with("training.steps", Integer.toString(steps))
            .with("training.best_step", Integer.toString(bestStep))
            .with("training.loss", Double.toString(loss))
            .with("training.end", end);
    return heldOut.isPresent()
        ? more.with("training.held_out_loss", Double.toString(heldOut.getAsDouble()))
        : more;
  }
}
