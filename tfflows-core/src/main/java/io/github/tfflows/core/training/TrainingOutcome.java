package io.github.tfflows.core.training;

import io.github.tfflows.core.Ensemble;
import io.github.tfflows.core.Weights;
import io.github.tfflows.core.model.ModelDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The result of a training and a record of it.
 *
 * @param weights the best weights
 * @param steps the number of steps that were taken
 * @param bestStep the number of steps that led to the best weights, of each member
 * @param loss the mean loss of the last steps
 * @param heldOut the held-out loss of the best weights, if any
 * @param gaussian that of a Gaussian, if it was compared with
 * @param end the reason of the end
 * @param isStopped whether the end was requested
 * @param warnings signs that the training did not go well
 */
record TrainingOutcome(
    Weights weights,
    int steps,
    String bestStep,
    double loss,
    OptionalDouble heldOut,
    Optional<Double> gaussian,
    String end,
    boolean isStopped,
    List<String> warnings) {
  /** Returns the outcome of an ensemble from those of its members. */
  static TrainingOutcome ofMembers(List<TrainingOutcome> members) {
    Map<String, Weights.Array> weights = new LinkedHashMap<>();
    for (int i = 0; i < members.size(); i++) {
      String member = Ensemble.name(i) + ".";
      members.get(i).weights.byName().forEach((name, array) -> weights.put(member + name, array));
    }
    TrainingOutcome first = members.get(0);
    return new TrainingOutcome(
        new Weights(weights),
        members.stream().mapToInt(TrainingOutcome::steps).sum(),
        members.stream().map(TrainingOutcome::bestStep).collect(Collectors.joining(", ")),
        members.stream().mapToDouble(TrainingOutcome::loss).average().orElseThrow(),
        first.heldOut.isPresent()
            ? members.stream().mapToDouble(member -> member.heldOut.getAsDouble()).average()
            : OptionalDouble.empty(),
        first.gaussian.map(
            unused ->
                members.stream()
                    .mapToDouble(member -> member.gaussian.orElseThrow())
                    .average()
                    .orElseThrow()),
        members.stream()
            .map(member -> member.end.replaceFirst(": no .*", ""))
            .distinct()
            .collect(Collectors.joining(", ")),
        members.get(members.size() - 1).isStopped,
        members.stream().flatMap(member -> member.warnings.stream()).distinct().toList());
  }

  /** Adds the record to the description of a model. */
  ModelDescription addTo(ModelDescription description, Training recipe) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("training.recipe", TrainingIdentity.text(recipe));
    entries.put("training.seed", Long.toString(recipe.seed()));
    entries.put("training.steps", Integer.toString(steps));
    entries.put("training.best_step", bestStep);
    entries.put("training.loss", Double.toString(loss));
    entries.put("training.end", end);
    heldOut.ifPresent(mean -> entries.put("training.held_out_loss", Double.toString(mean)));
    gaussian.ifPresent(mean -> entries.put("training.gaussian_loss", Double.toString(mean)));
    if (!warnings.isEmpty()) {
      entries.put("training.warnings", String.join("\n", warnings));
    }
    return description.with(entries);
  }
}
