package io.github.tfflows.tables.column;

import io.github.tfflows.tables.text.Excerpt;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Zero for no and one for yes, with their spellings in draws. */
public record TruthCoding(String no, String yes) implements Coding {
  private static final List<String> NO = List.of("false", "no", "f", "0");
  private static final List<String> YES = List.of("true", "yes", "t", "1");

  /** Returns one for true, yes, t or 1, zero for their opposites, in any case; else NaN. */
  public static double truth(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (YES.contains(word)) {
      return 1;
    }
    return NO.contains(word) ? 0 : Double.NaN;
  }

  /**
   * Returns the words for no and yes, in lower case and in an order that is the same in every
   * process.
   */
  public static List<String> words() {
    return Stream.concat(NO.stream(), YES.stream()).toList();
  }

  @Override
  public double read(String text) {
    return truth(text);
  }

  @Override
  public String written(double x) {
    return x > 0.5 ? yes : no;
  }

  @Override
  public String expected() {
    return "%s or %s".formatted(Excerpt.of(yes), Excerpt.of(no));
  }

  @Override
  public List<String> names() {
    return List.of(no, yes);
  }
}
