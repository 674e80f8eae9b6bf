package io.github.tfflows.tables;

import io.github.tfflows.core.model.ModelDescription;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a fit ended. Losses are negative mean log-probabilities, in nats a row.
 *
 * @param steps the number of steps taken
 * @param bestStep the step of the best weights, of each member
 * @param loss the loss of the held-out rows without noise, each by a member that has not learned
 *     from it; empty where none are held out
 * @param validationLoss the loss of the held-out rows as the training validates: with noise of the
 *     width of the steps, and random cells given where any can be
 * @param gaussianLoss that of a Gaussian in place of the model, where there is one
 * @param end the reason of the end
 * @param warnings about the training, in sentences
 */
public record FitOutcome(
    int steps,
    String bestStep,
    OptionalDouble loss,
    OptionalDouble validationLoss,
    OptionalDouble gaussianLoss,
    String end,
    List<String> warnings) {
  /** Copies the warnings. */
  public FitOutcome {
    warnings = List.copyOf(warnings);
  }

  static FitOutcome of(ModelDescription description, OptionalDouble loss) {
    return new FitOutcome(
        Integer.parseInt(description.get("training.steps")),
        description.get("training.best_step"),
        loss,
        number(description, "training.held_out_loss"),
        number(description, "training.gaussian_loss"),
        description.get("training.end"),
        entry(description, "training.warnings").stream().flatMap(String::lines).toList());
  }

  private static Optional<String> entry(ModelDescription description, String key) {
    return Optional.ofNullable(description.entries().get(key));
  }

  private static OptionalDouble number(ModelDescription description, String key) {
    return entry(description, key).stream().mapToDouble(Double::parseDouble).findFirst();
  }
}
