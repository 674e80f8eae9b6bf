package io.github.tfflows.tables;

import io.github.tfflows.core.model.ModelDescription;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The result of a training. Losses are negative mean log-densities, in nats a row.
 *
 * @param bestSteps the steps before the best weights, for each member in its own training
 * @param loss the loss of the held-out rows without noise, where each row is scored by a member
 *     that did not learn from it; empty if none are held out
 * @param validationLoss the loss of the held-out rows in validation: with noise as wide as the
 *     steps, and with random given cells if any can be given
 * @param gaussianLoss the loss of a Gaussian, if compared
 * @param warnings warnings about the training, and about orders of columns that draws break
 */
public record FitOutcome(
    int steps,
    List<Integer> bestSteps,
    OptionalDouble loss,
    OptionalDouble validationLoss,
    OptionalDouble gaussianLoss,
    String end,
    List<String> warnings) {
  public FitOutcome {
    bestSteps = List.copyOf(bestSteps);
    warnings = List.copyOf(warnings);
  }

  static FitOutcome of(ModelDescription description, OptionalDouble loss) {
    return new FitOutcome(
        Integer.parseInt(description.get("training.steps")),
        Stream.of(description.get("training.best_step").split(", ", -1))
            .map(Integer::valueOf)
            .toList(),
        loss,
        number(description, "training.held_out_loss"),
        number(description, "training.gaussian_loss"),
        description.get("training.end"),
        entry(description, "training.warnings").stream().flatMap(String::lines).toList());
  }

  private static Optional<String> entry(ModelDescription description, String key) {
    return Optional.ofNullable(description.entries().get(key));
  }

  /** Returns this result with further warnings. */
  FitOutcome warning(List<String> more) {
    List<String> all = Stream.concat(warnings.stream(), more.stream()).toList();
    return new FitOutcome(steps, bestSteps, loss, validationLoss, gaussianLoss, end, all);
  }

  private static OptionalDouble number(ModelDescription description, String key) {
    return entry(description, key).stream().mapToDouble(Double::parseDouble).findFirst();
  }
}
