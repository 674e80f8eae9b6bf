package io.github.tfflows.tables.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the intended word for a mistyped one. */
public final class Nearest {
  /** The largest share of wrong letters in a mistyped word. */
  private static final double MOST_WRONG = 0.4;

  private static final int LONGEST = 100;

  /**
   * Returns a question for the nearest of some words, to be put after the wrong one, such as {@code
   * (did you mean "colour"?)} after a blank; nothing if none is near.
   */
  public static String hint(String wrong, Collection<String> right) {
    return of(wrong, right).map(" (did you mean \"%s\"?)"::formatted).orElse("");
  }

  /** Returns the question as a sentence; empty if no word is near. */
  public static String question(String wrong, Collection<String> right) {
    return of(wrong, right).map("Did you mean %s?"::formatted).orElse("");
  }

  private static Optional<String> of(String wrong, Collection<String> right) {
    if (wrong.length() > LONGEST) {
      return Optional.empty();
    }
    String lower = wrong.toLowerCase(Locale.ROOT);
    return right.stream()
        .filter(word -> word.length() <= LONGEST)
        .filter(word -> distance(lower, word) <= MOST_WRONG * wrong.length())
        .min(Comparator.comparingInt(word -> distance(lower, word)))
        .map(Excerpt::of);
  }

  /**
   * The letters to insert, delete, replace or swap with their neighbour (Damerau, 1964), in any
   * case.
   */
  static int distance(String lower, String word) {
    String b = word.toLowerCase(Locale.ROOT);
    int[][] costs = new int[lower.length() + 1][b.length() + 1];
    for (int i = 0; i <= lower.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        costs[i][j] = i == 0 || j == 0 ? i + j : cost(lower, b, i, j, costs);
      }
    }
    return costs[lower.length()][b.length()];
  }

  private static int cost(String a, String b, int i, int j, int[][] costs) {
    boolean isEqual = a.charAt(i - 1) == b.charAt(j - 1);
    int edit = Math.min(costs[i - 1][j], costs[i][j - 1]) + 1;
    int least = Math.min(edit, costs[i - 1][j - 1] + (isEqual ? 0 : 1));
    boolean isSwap =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return isSwap ? Math.min(least, costs[i - 2][j - 2] + 1) : least;
  }

  private Nearest() {}
}
