package io.github.tfflows.tables.profile;

import io.github.tfflows.tables.column.NameCoding;
import io.github.tfflows.tables.column.TruthCoding;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Lookalike;
import io.github.tfflows.tables.text.Numbers;
import java.io.Serializable;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The different texts of a column, with their counts. */
public final class NameScan implements Serializable {
  private static final long serialVersionUID = 1;

  static final int MOST_NAMES = 1000;

  /** The most texts that are counted: enough to tell identifiers from names. */
  static final int MOST_COUNTED = 100_000;

  /** Names that occur less often are rare. */
  static final int RARE = 5;

  private static final Comparator<String> BY_NUMBER =
      Comparator.<String>comparingDouble(Numbers::parse) // NaN comes last
          .thenComparing(Comparator.naturalOrder());

  private static final Pattern UNSEEN = Pattern.compile("[\\s\\p{Z}\\p{C}]+");

  /** Signs that often stand for a missing value. */
  private static final Pattern GAP = Pattern.compile("[-._*#/\\u2013\\u2014]+|[nN]\\.[aA]\\.?");

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]");
  private static final int MANY = 100;
  private static final int LONGEST_CODE = 3;
  private static final int NEVER = -1;

  /** The names that are counted, in the order of their first occurrence. */
  private final LinkedHashMap<String, Long> counts = new LinkedHashMap<>();

  /** The number of names before the first text that is not new. */
  private int beforeRepeat = NEVER;

  NameScan() {}

  void accept(String text) {
    if (!isUncounted()) {
      count(text, 1);
    }
  }

  private void count(String name, long times) {
    if (counts.merge(name, times, Long::sum) > times) {
      repeat();
    }
  }

  private void repeat() {
    if (isUnique()) {
      beforeRepeat = counts.size();
    }
  }

  /** Adds the texts of the rows that follow, as far as one pass counts them. */
  void append(NameScan later) {
    int names = 0;
    for (Map.Entry<String, Long> name : later.counts.entrySet()) {
      if (isUncounted()) {
        return;
      }
      if (names == later.beforeRepeat) {
        repeat();
      }
      count(name.getKey(), name.getValue());
      names++;
    }
    if (names == later.beforeRepeat && !isUncounted()) {
      repeat();
    }
  }

  /** A sentence about names that look like numbers or dates, if nearly all do. */
  Optional<String> lookalikes() {
    return lookalike()
        .map(
            form ->
                "texts such as \"%s\" are read as names; %s"
                    .formatted(Excerpt.of(first(form)), form.advice()));
  }

  /** The form of other values that nearly all names have, if there is one. */
  Optional<Lookalike> lookalike() {
    return Lookalike.of(counts.keySet());
  }

  /** Whether one of the names looks like a number, or nearly all like dates or times. */
  boolean looksOtherwise() {
    return counts.keySet().stream().anyMatch(Lookalike.NUMBER::has) || lookalike().isPresent();
  }

  /** The count of the most frequent name. */
  long most() {
    return counts.values().stream().mapToLong(count -> count).max().orElse(0);
  }

  private String first(Lookalike form) {
    return counts.keySet().stream().filter(form::has).findFirst().orElseThrow().strip();
  }

  /** Whether there are many names that no two rows share. */
  boolean areIdentifiers() {
    return isUnique() && counts.size() >= MANY;
  }

  /** A sentence about a sign among words that may stand for a missing value. */
  Optional<String> gaps() {
    List<String> words = counts.keySet().stream().filter(name -> !isGap(name)).toList();
    return !words.isEmpty() && words.stream().allMatch(name -> WORD.matcher(name).find())
        ? counts.keySet().stream().filter(NameScan::isGap).findFirst().map(this::gap)
        : Optional.empty();
  }

  private static boolean isGap(String name) {
    return GAP.matcher(name.strip()).matches();
  }

  private String gap(String name) {
    return String.format(
        Locale.ROOT,
        "\"%s\" counts as a name, in %,d of %,d cells; if it stands for a missing value, leave these"
            + " cells empty",
        Excerpt.of(name),
        counts.get(name),
        rows());
  }

  private long rows() {
    return counts.values().stream().mapToLong(count -> count).sum();
  }

  /** A sentence about two names that differ only in blanks, invisible characters or case. */
  Optional<String> twins() {
    Map<String, String> seen = new HashMap<>();
    for (String name : counts.keySet().stream().limit(MOST_NAMES).toList()) {
      String twin = seen.putIfAbsent(folded(name), name);
      if (twin != null) {
        return Optional.of(
            "\"%s\" and \"%s\" are different names; if they mean the same, write them alike"
                .formatted(Excerpt.of(twin), Excerpt.of(name)));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns a name without differences that readers overlook. Short names may be codes and keep
   * their case.
   */
  private static String folded(String name) {
    String plain = UNSEEN.matcher(Normalizer.normalize(name, Normalizer.Form.NFKC)).replaceAll("");
    return plain.length() > LONGEST_CODE ? plain.toLowerCase(Locale.ROOT) : plain;
  }

  boolean isConstant() {
    return counts.size() == 1;
  }

  public boolean hasTooMany() {
    return counts.size() > MOST_NAMES;
  }

  public int size() {
    return counts.size();
  }

  /** Whether further names were not counted. */
  public boolean isUncounted() {
    return counts.size() >= MOST_COUNTED;
  }

  /** Whether no text occurs twice, as far as they were counted. */
  boolean isUnique() {
    return beforeRepeat == NEVER;
  }

  /**
   * The coding of names: first names that are numbers, by their size, then the others, and last the
   * pooled ones. If there are too many names, or most rows have rare ones, rare names are pooled;
   * if too many names remain, more are pooled.
   */
  NameCoding coding() {
    List<String> frequent =
        counts.keySet().stream()
            .sorted(Comparator.comparingLong(this::rarity).thenComparing(BY_NUMBER))
            .toList();
    int kept = hasTooMany() || areMostlyRare() ? kept() : counts.size();
    List<String> names = new ArrayList<>(frequent.subList(0, kept));
    names.sort(BY_NUMBER);
    List<String> pool = new ArrayList<>(frequent.subList(kept, frequent.size()));
    pool.sort(BY_NUMBER);
    names.addAll(pool);
    return new NameCoding(names, names.stream().map(name -> -rarity(name)).toList(), pool.size());
  }

  private long rarity(String name) {
    return -counts.getOrDefault(name, 0L);
  }

  /** Whether most rows have rare ones of many names, as in texts that hardly repeat. */
  private boolean areMostlyRare() {
    long often = frequent().mapToLong(count -> count).sum();
    return counts.size() >= MANY && 2 * often < rows();
  }

  private int kept() {
    return (int) Math.max(1, Math.min(frequent().count(), MOST_NAMES - 1));
  }

  /** The counts of names that are not rare. */
  private Stream<Long> frequent() {
    return counts.values().stream().filter(count -> count >= RARE);
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
