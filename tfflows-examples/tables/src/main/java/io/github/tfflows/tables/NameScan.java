package io.github.tfflows.tables;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The different texts of a column, with their counts. */
final class NameScan {
  static final int MOST_NAMES = 1000;

  /** Enough to tell identifiers from names. */
  private static final int MOST_COUNTED = 100_000;

  private final Map<String, Long> counts = new HashMap<>();
  private long texts;

  void accept(String text) {
    if (counts.size() < MOST_COUNTED) {
      counts.merge(text, 1L, Long::sum);
      texts++;
    }
  }

  boolean isConstant() {
    return counts.size() == 1;
  }

  boolean hasTooMany() {
    return counts.size() > MOST_NAMES;
  }

  /** Whether no text occurs twice, as far as they were counted. */
  boolean isUnique() {
    return counts.size() == texts;
  }

  /** The names, those that are numbers by their size, and then the others. */
  NameCoding coding() {
    Comparator<String> byNumber = Comparator.comparingDouble(Numbers::parse); // NaN comes last
    return new NameCoding(
        counts.keySet().stream()
            .sorted(byNumber.thenComparing(Comparator.naturalOrder()))
            .toList());
  }

  /** The coding of yes and no in their most frequent spelling; empty if there are other texts. */
  Optional<TruthCoding> truths() {
    boolean isTruth = counts.keySet().stream().noneMatch(t -> Double.isNaN(TruthCoding.truth(t)));
    Optional<String> no = spelling(0);
    return isTruth
        ? spelling(1).flatMap(yes -> no.map(word -> new TruthCoding(word, yes)))
        : Optional.empty();
  }

  private Optional<String> spelling(double truth) {
    Stream<Map.Entry<String, Long>> words =
        counts.entrySet().stream().filter(word -> TruthCoding.truth(word.getKey()) == truth);
    return words
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(word -> word.getKey().strip());
  }
}
