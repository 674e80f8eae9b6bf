package io.github.tfflows.core.training.loop;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Ensemble;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.core.training.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The result of a training and its record.
 *
 * @param steps the number of completed steps
 * @param bestSteps the number of steps before the best weights, for each member
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
    List<Integer> bestSteps,
    double loss,
    OptionalDouble heldOut,
    OptionalDouble gaussian,
    String end,
    boolean isStopped,
    List<String> warnings) {
  public static TrainingOutcome ofMembers(List<TrainingOutcome> members) {
    Map<String, Weights.Array> weights = new LinkedHashMap<>();
    for (int i = 0; i < members.size(); i++) {
      String member = Ensemble.name(i) + ".";
      members.get(i).weights.byName().forEach((name, array) -> weights.put(member + name, array));
    }
    return new TrainingOutcome(
        new Weights(weights),
        members.stream().mapToInt(TrainingOutcome::steps).sum(),
        members.stream().flatMap(member -> member.bestSteps.stream()).toList(),
        members.stream().mapToDouble(TrainingOutcome::loss).average().orElseThrow(),
        mean(members, TrainingOutcome::heldOut),
        mean(members, TrainingOutcome::gaussian),
        members.stream()
            .map(member -> member.end.replaceFirst(": no .*", ""))
            .distinct()
            .collect(Collectors.joining(", ")),
        members.get(members.size() - 1).isStopped,
        members.stream().flatMap(member -> member.warnings.stream()).distinct().toList());
  }

  private static OptionalDouble mean(
      List<TrainingOutcome> members, Function<TrainingOutcome, OptionalDouble> loss) {
    return members.stream().map(loss).flatMapToDouble(OptionalDouble::stream).average();
  }

  /** Compiles a model with the best weights and this record in its description. */
  public CompiledDistribution compiled(Distribution fitted, int contextSize, Recipe recipe) {
    ModelDescription description = addTo(ModelDescription.of(fitted, contextSize), recipe);
    return CompiledDistribution.compile(
        fitted, contextSize, weights, recipe.execution(), description);
  }

  private ModelDescription addTo(ModelDescription description, Recipe recipe) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("training.recipe", recipe.text());
    entries.put("training.seed", Long.toString(recipe.seed()));
    entries.put("training.steps", Integer.toString(steps));
    entries.put(
        "training.best_step",
        bestSteps.stream().map(String::valueOf).collect(Collectors.joining(", ")));
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
