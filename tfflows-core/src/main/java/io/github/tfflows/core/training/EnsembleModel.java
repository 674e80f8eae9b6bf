package io.github.tfflows.core.training;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Ensemble;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ModelDescription;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The ensemble of members that were trained apart.
 *
 * @param records the entries about the training of each member
 */
record EnsembleModel(List<Weights> weights, List<Map<String, String>> records) {
  private static final String TRAINING = "training.";
  private static final String END = "training.end";
  private static final String WARNINGS = "training.warnings";
  private static final String NUMBER = "-?\\d[\\d.,e+-]*";

  /** Reads the weights and records of compiled members. */
  static EnsembleModel of(List<CompiledDistribution> members) {
    return new EnsembleModel(
        members.stream().map(CompiledDistribution::weights).toList(),
        members.stream().map(member -> training(member.description())).toList());
  }

  private static Map<String, String> training(ModelDescription description) {
    Map<String, String> entries = new LinkedHashMap<>(description.entries());
    entries.keySet().removeIf(key -> !key.startsWith(TRAINING));
    return entries;
  }

  CompiledDistribution compiled(Distribution member, int contextSize, Execution execution) {
    Distribution all = new Ensemble(Collections.nCopies(weights.size(), member));
    ModelDescription description = ModelDescription.of(all, contextSize).with(record());
    return CompiledDistribution.compile(all, contextSize, together(), execution, description);
  }

  private Weights together() {
    Map<String, Weights.Array> all = new LinkedHashMap<>();
    for (int i = 0; i < weights.size(); i++) {
      String place = Ensemble.name(i) + ".";
      weights.get(i).byName().forEach((name, array) -> all.put(place + name, array));
    }
    return new Weights(all);
  }

  /**
   * The record of all trainings: sums of steps, means of losses, and the entries of each member.
   */
  private Map<String, String> record() {
    Map<String, String> all = new LinkedHashMap<>(records.get(0));
    int steps = values("training.steps").mapToInt(Integer::parseInt).sum();
    all.put("training.steps", Integer.toString(steps));
    all.put("training.best_step", values("training.best_step").collect(Collectors.joining(", ")));
    for (String loss : List.of("loss", "held_out_loss", "gaussian_loss")) {
      DoubleStream each = values(TRAINING + loss).mapToDouble(Double::parseDouble);
      each.average().ifPresent(mean -> all.put(TRAINING + loss, Double.toString(mean)));
    }
    Stream<String> ends = values(END).map(end -> end.replaceFirst(": no .*", ""));
    all.put(END, ends.distinct().collect(Collectors.joining(", ")));
    List<String> warnings = warnings();
    if (!warnings.isEmpty()) {
      all.put(WARNINGS, String.join("\n", warnings));
    }
    return all;
  }

  /**
   * The warnings, one of each kind: the warning of the first member that has it, with the number of
   * such members.
   */
  private List<String> warnings() {
    Map<String, List<String>> kinds =
        values(WARNINGS)
            .flatMap(String::lines)
            .collect(
                Collectors.groupingBy(
                    warning -> warning.replaceAll(NUMBER, ""),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return kinds.values().stream()
        .map(
            same ->
                "%s (%s of %s members%s)"
                    .formatted(
                        same.get(0),
                        same.size(),
                        records.size(),
                        same.size() == 1 ? "" : "; with numbers of the first"))
        .toList();
  }

  private Stream<String> values(String key) {
    return records.stream().filter(each -> each.containsKey(key)).map(each -> each.get(key));
  }
}
