package io.github.tfflows.cli.compare;

import io.github.tfflows.tables.evaluation.Mean;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Models that learned from the same rows and were measured on the same others.
 *
 * @param contestants the densities, the best first
 * @param failures the reasons of those whose fitting failed, by name
 * @param apart columns whose point masses count as probabilities in some models, and as densities
 *     in others, so that their numbers cannot be compared
 */
public record Comparison(
    List<Contestant> contestants, Map<String, String> failures, List<String> apart) {
  /** Copies the list and the map. */
  public Comparison {
    contestants = List.copyOf(contestants);
    apart = List.copyOf(apart);
    failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
  }

  /** Ranks contestants, of which at least one, a baseline, has not failed. */
  static Comparison of(List<Contestant.Run> runs, List<String> apart) {
    float[] best =
        runs.stream()
            .flatMap(run -> run.logProb().stream())
            .max(Comparator.comparingDouble(logProb -> Mean.of(logProb).value()))
            .orElseThrow();
    Map<String, String> failures = new LinkedHashMap<>();
    runs.stream()
        .filter(run -> run.logProb().isEmpty())
        .forEach(run -> failures.put(run.name(), run.failure()));
    List<Contestant> ranked =
        runs.stream()
            .filter(run -> run.logProb().isPresent())
            .map(run -> run.against(best))
            .sorted(Comparator.comparingDouble(one -> -one.logLikelihood().value()))
            .toList();
    return new Comparison(ranked, failures, apart);
  }
}
