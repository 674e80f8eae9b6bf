package io.github.tfflows.tables.source;

import io.github.tfflows.tables.text.Numbers;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.Struct;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Conversions of a cell that is an object. */
final class Values {
  /** The first characters of JSON texts, lists and objects, to recognize nodes of JSON parsers. */
  private static final String JSON = "\"[{";

  /**
   * Returns the text of a cell, or null where its value is missing; messages name its place.
   *
   * @throws IllegalArgumentException if the cell is no single value, or has no text of its own
   */
  static @Nullable String text(@Nullable Object cell, Supplier<String> place) {
    @Nullable Object value = single(cell);
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
    if (!(value instanceof CharSequence) && isOther(value, text)) {
      throw new IllegalArgumentException(
          ("%s: got a %s, expected one number, date or text, or an object that stands for its text;"
                  + " in a query, cast it")
              .formatted(place.get(), kind(value)));
    }
    if (value instanceof Enum<?> constant && Numbers.isMissing(text)) {
      throw new IllegalArgumentException(
          "%s: got the %s \"%s\", a text that stands for a missing value; expected another text, or null"
              .formatted(place.get(), constant.getDeclaringClass().getSimpleName(), text));
    }
    return Numbers.isMissing(text) ? null : text;
  }

  private static String kind(Object value) {
    if (value instanceof Collection) {
      return "collection";
    }
    return value instanceof Map ? "map" : value.getClass().getSimpleName();
  }

  /**
   * Whether a value is a length of time, a collection, binary, or an object whose text is an
   * address.
   */
  private static boolean isOther(Object value, String text) {
    Class<?> type = value.getClass();
    return value instanceof TemporalAmount
        || value instanceof Collection
        || value instanceof Map
        || value instanceof java.sql.Array
        || value instanceof Blob
        || value instanceof Struct
        || value instanceof ResultSet
        || (value instanceof Record && text.startsWith(type.getSimpleName() + "["))
        || text.startsWith(type.getName() + "@") // as Object.toString returns it
        || text.startsWith(type.getName() + "[") // as that of calendars
        || (!text.isEmpty() && JSON.indexOf(text.charAt(0)) >= 0);
  }

  /** Returns a cell as a number; NaN if it is missing or not a number. */
  static double number(@Nullable Object cell) {
    @Nullable Object value = single(cell);
    if (value instanceof Float single) {
      return Numbers.ofDigits(single);
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    return value == null ? Double.NaN : Numbers.parse(value.toString());
  }

  /** Returns the value of an optional, and times in the form that columns of times have. */
  private static @Nullable Object single(@Nullable Object cell) {
    if (cell instanceof Number || cell instanceof CharSequence) {
      return cell;
    }
    if (cell instanceof Optional<?> optional) {
      return single(optional.orElse(null));
    }
    if (cell instanceof OptionalDouble optional) {
      return optional.isPresent() ? optional.getAsDouble() : null;
    }
    if (cell instanceof OptionalInt optional) {
      return optional.isPresent() ? optional.getAsInt() : null;
    }
    if (cell instanceof OptionalLong optional) {
      return optional.isPresent() ? optional.getAsLong() : null;
    }
    if (cell instanceof ZonedDateTime time) {
      return time.toOffsetDateTime();
    }
    return cell != null && cell.getClass() == Date.class ? ((Date) cell).toInstant() : cell;
  }

  private Values() {}
}
