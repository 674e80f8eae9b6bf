package io.github.tfflows.tables;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kinds as text. */
final class KindText {
  private static final Pattern BOUNDED = Pattern.compile("bounded:(.+?)\\.\\.(.+)");

  static ColumnKind parse(String text) {
    Matcher bounds = BOUNDED.matcher(text);
    if (bounds.matches()) {
      return new ColumnKind.Bounded(number(text, bounds.group(1)), number(text, bounds.group(2)));
    }
    if (text.startsWith("circular:")) {
      return new ColumnKind.Circular(number(text, text.substring("circular:".length())));
    }
    return switch (text) {
      case "real" -> new ColumnKind.Real();
      case "positive" -> new ColumnKind.Positive();
      case "integer" -> new ColumnKind.Whole();
      case "count" -> new ColumnKind.Count();
      case "categorical" -> new ColumnKind.Categorical();
      case "boolean" -> new ColumnKind.Bool();
      case "date" -> new ColumnKind.Date();
      case "time" -> new ColumnKind.TimeOfDay();
      case "timestamp" -> new ColumnKind.Timestamp();
      default ->
          throw new IllegalArgumentException(
              "there is no kind \"%s\"; expected %s"
                  .formatted(Excerpt.of(text), ColumnKind.CHOICES));
    };
  }

  private static double number(String kind, String text) {
    double value = Numbers.parse(text);
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException(
          "\"%s\" in the kind %s is no number; expected %s"
              .formatted(Excerpt.of(text), Excerpt.of(kind), ColumnKind.CHOICES));
    }
    return value;
  }

  private KindText() {}
}
