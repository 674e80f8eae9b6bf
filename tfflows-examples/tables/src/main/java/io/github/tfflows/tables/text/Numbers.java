package io.github.tfflows.tables.text;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Conversions between numbers and text. */
public final class Numbers {
  /** The relative difference of a number and its 15 digits. */
  private static final double WRITTEN = 1e-14;

  /** Texts for a missing value, always in the same order. */
  private static final List<String> MISSING =
      List.of(
          "", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "null", "NULL", "\\N", "None", "?");

  private static final int LONGEST_MISSING = 4;

  /** Above this, single precision does not hold every whole number. */
  public static final double WHOLE_LIMIT = 1 << 24;

  /** Numbers from this size on, and up to the next, are printed without an exponent. */
  private static final double LEAST_PLAIN = 1e-5;

  /** Up to this, every whole number is a double. */
  private static final double PLAIN = 1L << 53;

  /** Returns a count and its unit, such as {@code 1 row} and {@code 2,000 rows}. */
  public static String counted(long count, String unit) {
    return String.format(Locale.ROOT, "%,d %s%s", count, unit, count == 1 ? "" : "s");
  }

  /**
   * Parses a number with a decimal point, an optional sign and exponent, and blanks around it; NaN
   * if the text is not one, or beyond double precision.
   */
  public static double parse(String text) {
    return parse(text, Double::parseDouble);
  }

  /**
   * Parses a number as {@link #parse(String)} does.
   *
   * @param decimals returns the double nearest to a decimal number, or throws {@link
   *     NumberFormatException}, as {@link Double#parseDouble} does
   */
  public static double parse(String text, ToDoubleFunction<String> decimals) {
    String bare = bare(text);
    if (bare.isEmpty() || !hasCharactersOfNumber(bare)) {
      return Double.NaN;
    }
    try {
      double value = decimals.applyAsDouble(bare);
      return Double.isInfinite(value) ? Double.NaN : value; // 1e309 is as "Infinity"
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Returns a text without blanks around it, including no-break spaces. */
  private static String bare(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (from < to && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /**
   * Rejects what Java parses beyond decimal numbers (hexadecimal digits, the suffixes d and f, NaN,
   * Infinity), and most names and dates, without the cost of an exception for each.
   */
  private static boolean hasCharactersOfNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isSign = (c == '-' || c == '+') && (i == 0 || isExponent(text.charAt(i - 1)));
      if (!isSign && !isExponent(c) && c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isExponent(char c) {
    return c == 'e' || c == 'E';
  }

  /** Returns whether a cell has no value: true for an empty one, NA, NaN, null, ? and the like. */
  public static boolean isMissing(String text) {
    String bare = bare(text);
    return bare.length() <= LONGEST_MISSING && MISSING.contains(bare);
  }

  /** Returns the texts that stand for a missing value, without blanks around them. */
  public static List<String> missing() {
    return MISSING;
  }

  /**
   * Formats a number so that parsing gives it back. Whole numbers have no point, and other numbers
   * of a size that tables have no exponent: 0.0005, 12345678.9.
   */
  public static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) <= PLAIN
        ? Long.toString((long) value)
        : plain(value, Double.toString(value));
  }

  private static String plain(double value, String text) {
    double size = Math.abs(value);
    boolean isKept = size < LEAST_PLAIN || !(size < PLAIN) || text.indexOf('E') < 0;
    return isKept ? text : new BigDecimal(text).stripTrailingZeros().toPlainString();
  }

  /** Returns the double nearest to the decimal text of a single-precision number: 0.1 for 0.1f. */
  public static double ofDigits(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  /**
   * Returns whether a number has further digits than its nearest one in single precision needs, yet
   * equals it to 15 digits, as files of numbers have that were in single precision before. Whole
   * numbers, such as counts of bytes, are exact.
   */
  public static boolean wasSingle(double number) {
    float single = (float) number;
    return number != Math.rint(number)
        && Math.abs(single - number) <= WRITTEN * Math.abs(number)
        && ofDigits(single) != number;
  }

  /**
   * Formats a single-precision number with the digits that single precision needs, not with the
   * further digits of the equal double.
   */
  public static String text(float value) {
    return value == Math.rint(value) && Math.abs(value) < WHOLE_LIMIT
        ? Integer.toString((int) value)
        : plain(value, Float.toString(value));
  }

  private Numbers() {}
}
