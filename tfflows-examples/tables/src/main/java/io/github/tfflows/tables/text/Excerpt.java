package io.github.tfflows.tables.text;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The beginning of any text, for a message of one line. */
public final class Excerpt {
  private static final int LONGEST = 60;
  private static final int MOST_NAMES = 12;

  /**
   * Returns the first characters of a cell or the name of a file: at most 60 and an ellipsis,
   * control characters written as escapes.
   */
  public static String of(String text) {
    String begin = begin(text, LONGEST);
    return visible(begin) + (begin.length() < text.length() ? "…" : "");
  }

  /**
   * Returns the beginning of a text: at most {@code most} whole characters, counted as code points.
   */
  public static String begin(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most));
  }

  /**
   * Returns a text with escapes in place of control characters, including characters that reverse
   * the text direction.
   */
  public static String visible(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  /** Returns the first names of a list, at most 12, and the number of further ones. */
  public static String of(List<String> names) {
    String shown =
        names.stream().limit(MOST_NAMES).map(Excerpt::of).collect(Collectors.joining(", "));
    return names.size() <= MOST_NAMES
        ? shown
        : String.format(Locale.ROOT, "%s and %,d more", shown, names.size() - MOST_NAMES);
  }

  private static void append(StringBuilder shown, int c) {
    switch (c) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        if (isVisible(c)) {
          shown.appendCodePoint(c);
        } else {
          shown.append(String.format(Locale.ROOT, "\\u%04x", c));
        }
      }
    }
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private Excerpt() {}
}
