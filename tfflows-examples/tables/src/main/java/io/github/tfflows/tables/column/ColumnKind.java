package io.github.tfflows.tables.column;

import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.Serializable;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kind of a column's values, which determines how a flow scales them. */
public sealed interface ColumnKind extends Serializable {
  /** The kinds, for messages and help. */
  String CHOICES =
      "real, positive, integer, count, bounded:LOW..HIGH, circular:PERIOD, categorical, boolean,"
          + " date, time or timestamp";

  /**
   * Returns the kind as text, for {@link #parse}.
   *
   * @return a word, followed by a colon and numbers where it has any
   */
  String text();

  /** Any number; standardised. */
  record Real() implements ColumnKind {
    @Override
    public String text() {
      return "real";
    }
  }

  /** A number above zero; its logarithm is standardised. */
  record Positive() implements ColumnKind {
    @Override
    public String text() {
      return "positive";
    }
  }

  /** A whole number; noise of width one is added in training, and draws are rounded. */
  record Whole() implements ColumnKind {
    @Override
    public String text() {
      return "integer";
    }
  }

  /**
   * A whole number from zero on; noise of width one is added in training, the logarithm of one more
   * is standardised, and draws are rounded.
   */
  record Count() implements ColumnKind {
    @Override
    public String text() {
      return "count";
    }
  }

  /**
   * A number between two bounds; its logit is standardised.
   *
   * @param low the lower bound
   * @param high the upper bound
   */
  record Bounded(double low, double high) implements ColumnKind {
    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException unless {@code low < high}
     */
    public Bounded {
      if (!(low < high && Double.isFinite(high - low))) {
        throw new IllegalArgumentException(
            "bounded:LOW..HIGH needs LOW below HIGH, got bounded:%s..%s"
                .formatted(number(low), number(high)));
      }
    }

    @Override
    public String text() {
      return "bounded:%s..%s".formatted(number(low), number(high));
    }
  }

  /**
   * A periodic number, such as an angle or a time of day. The circle is cut where the data are
   * sparsest and treated as an interval from there.
   *
   * @param period the length of the circle
   */
  record Circular(double period) implements ColumnKind {
    /**
     * Checks the period.
     *
     * @throws IllegalArgumentException unless it is positive and finite
     */
    public Circular {
      if (!(period > 0 && Double.isFinite(period))) {
        throw new IllegalArgumentException(
            "circular:PERIOD needs a positive period, got circular:" + number(period));
      }
    }

    @Override
    public String text() {
      return "circular:" + number(period);
    }
  }

  /** One of some names; networks see it one-hot encoded. */
  record Categorical() implements ColumnKind {
    @Override
    public String text() {
      return "categorical";
    }
  }

  /** Yes or no, as two names. */
  record Bool() implements ColumnKind {
    @Override
    public String text() {
      return "boolean";
    }
  }

  /** A date, as days from one of the data; standardised, and draws are whole days. */
  record Date() implements ColumnKind {
    @Override
    public String text() {
      return "date";
    }
  }

  /** A time of day, as seconds from midnight on a circle of a day. */
  record TimeOfDay() implements ColumnKind {
    @Override
    public String text() {
      return "time";
    }
  }

  /** A date and a time of day, as seconds from one of the data; standardised. */
  record Timestamp() implements ColumnKind {
    @Override
    public String text() {
      return "timestamp";
    }
  }

  /**
   * Returns whether the values are categories.
   *
   * @return false for numbers, dates and times
   */
  default boolean isNamed() {
    return this instanceof Categorical || this instanceof Bool;
  }

  /**
   * Returns whether the values are dates or times.
   *
   * @return false for numbers and categories
   */
  default boolean isTemporal() {
    return this instanceof Date || this instanceof TimeOfDay || this instanceof Timestamp;
  }

  /**
   * Returns the unit in which the density of dates and times is, per day or per second.
   *
   * @return day or second; empty for other kinds, which have the unit of the data
   */
  default String unit() {
    if (this instanceof Date) {
      return "day";
    }
    return isTemporal() ? "second" : "";
  }

  /**
   * Returns the length of the circle on which the values are.
   *
   * @return for times of day 86,400 seconds; empty where there is no circle
   */
  default OptionalDouble cycle() {
    if (this instanceof Circular circle) {
      return OptionalDouble.of(circle.period());
    }
    return this instanceof TimeOfDay ? OptionalDouble.of(86_400) : OptionalDouble.empty();
  }

  /**
   * Returns whether the values are whole numbers.
   *
   * @return true for integers and counts
   */
  default boolean isWhole() {
    return this instanceof Whole || this instanceof Count;
  }

  /**
   * Reads a kind.
   *
   * @param text as {@link #text()} writes it
   * @return the kind
   * @throws IllegalArgumentException if it is none
   */
  static ColumnKind parse(String text) {
    Matcher bounds = Pattern.compile("bounded:(.+?)\\.\\.(.+)").matcher(text);
    if (bounds.matches()) {
      return new Bounded(parsed(text, bounds.group(1)), parsed(text, bounds.group(2)));
    }
    if (text.startsWith("circular:")) {
      return new Circular(parsed(text, text.substring("circular:".length())));
    }
    return switch (text) {
      case "real" -> new Real();
      case "positive" -> new Positive();
      case "integer" -> new Whole();
      case "count" -> new Count();
      case "categorical" -> new Categorical();
      case "boolean" -> new Bool();
      case "date" -> new Date();
      case "time" -> new TimeOfDay();
      case "timestamp" -> new Timestamp();
      default ->
          throw new IllegalArgumentException(
              "there is no kind \"%s\"; expected %s".formatted(Excerpt.of(text), CHOICES));
    };
  }

  private static double parsed(String kind, String text) {
    double value = Numbers.parse(text);
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException(
          "\"%s\" in the kind %s is no number; expected %s"
              .formatted(Excerpt.of(text), Excerpt.of(kind), CHOICES));
    }
    return value;
  }

  private static String number(double value) {
    return Numbers.text(value);
  }
}
