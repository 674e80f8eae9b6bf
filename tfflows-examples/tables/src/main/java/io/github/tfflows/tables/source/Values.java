package io.github.tfflows.tables.source;

import io.github.tfflows.tables.text.Numbers;
import org.jspecify.annotations.Nullable;

/** Conversions of a cell that is an object. */
final class Values {
  /** Returns the text of a value, or null where it is missing. */
  static @Nullable String text(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof Float single) {
      return single.isNaN() ? null : Numbers.text(single.floatValue());
    }
    if (value instanceof Double number) {
      return number.isNaN() ? null : Numbers.text(number.doubleValue());
    }
    String text = value.toString();
    return Numbers.isMissing(text) ? null : text;
  }

  /** Returns the number that a value is, NaN where it is missing or none. */
  static double number(@Nullable Object value) {
    if (value instanceof Float single) {
      return Numbers.ofDigits(single);
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    return value instanceof CharSequence text ? Numbers.parse(text.toString()) : Double.NaN;
  }

  private Values() {}
}
