package io.github.tfflows.serve.json;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The part of an address after its question mark: the values of each name, in their order. */
public record Query(Map<String, List<String>> values) {
  private static final int MOST_SHARES = 20;

  /**
   * Refuses other names.
   *
   * @throws IllegalArgumentException if there is one
   */
  public void requireOnly(Set<String> names) {
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "there is no parameter %s; expected %s"
                .formatted(
                    JsonText.shortened(name), names.isEmpty() ? "none" : new TreeSet<>(names)));
      }
    }
  }

  public long whole(String name, long otherwise) {
    return text(name)
        .map(text -> parsed(name, text, Long::valueOf, "a whole number"))
        .orElse(otherwise);
  }

  /**
   * Returns a whole number.
   *
   * @throws IllegalArgumentException if it is below the least or above the most
   */
  public int within(String name, int least, int most, int otherwise) {
    long number = whole(name, otherwise);
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "expected %s to be %s to %s, got %s".formatted(name, least, most, number));
    }
    return (int) number;
  }

  /**
   * Returns a text.
   *
   * @throws IllegalArgumentException if there are several
   */
  public Optional<String> text(String name) {
    List<String> all = values.getOrDefault(name, List.of());
    if (all.size() > 1) {
      throw new IllegalArgumentException(
          "expected one %s, got %s".formatted(name, JsonText.shortened(all.toString())));
    }
    return all.stream().findFirst();
  }

  /** Returns shares, as one value with commas or several values. */
  public List<Double> shares(String name, double otherwise) {
    List<Double> shares =
        values.getOrDefault(name, List.of(String.valueOf(otherwise))).stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(text -> parsed(name, text, Query::share, "a share between 0 and 1"))
            .toList();
    if (shares.size() > MOST_SHARES) {
      throw new IllegalArgumentException(
          "expected at most %s of %s, got %s".formatted(MOST_SHARES, name, shares.size()));
    }
    return shares;
  }

  private static Double share(String text) {
    double share = Double.parseDouble(text);
    if (!(share > 0 && share < 1)) {
      throw new NumberFormatException("outside of 0 to 1");
    }
    return share;
  }

  private static <T> T parsed(String name, String text, Function<String, T> parse, String words) {
    try {
      return parse.apply(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected %s as %s, got \"%s\"".formatted(words, name, JsonText.shortened(text)), e);
    }
  }
}
