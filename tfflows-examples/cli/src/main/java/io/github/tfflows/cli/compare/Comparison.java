package io.github.tfflows.cli.compare;

import io.github.tfflows.tables.evaluation.Mean;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Models that were trained on the same rows and measured on the same other rows.
 *
 * @param contestants the densities, the best first
 * @param failures the reasons why fits failed, by the name of the model
 * @param apart the columns whose point masses count as probabilities in some models and as
 *     densities in others, so that log-densities cannot be compared
 */
public record Comparison(
    List<Contestant> contestants, Map<String, String> failures, List<String> apart) {
  /** Ranks the contestants. */
  public Comparison {
    contestants =
        contestants.stream()
            .sorted(Comparator.comparingDouble(one -> -one.logProb().value()))
            .toList();
    apart = List.copyOf(apart);
    failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
  }

  /** Returns the difference of a contestant to the best. */
  public Mean behind(Contestant one) {
    return one.behind(contestants.get(0));
  }
}
