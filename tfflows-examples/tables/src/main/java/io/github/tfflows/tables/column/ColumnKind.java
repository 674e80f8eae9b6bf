package io.github.tfflows.tables.column;

import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;

/** The kind of a column's values, which determines their scaling for a flow. */
public sealed interface ColumnKind extends Serializable {
  /** The kinds, for messages and help. */
  String CHOICES =
      "real, positive, integer, count, bounded:LOW..HIGH, circular:PERIOD, categorical, boolean,"
          + " date, time or timestamp";

  /** The largest number up to which double precision represents every whole number. */
  double LARGEST_WHOLE = 1L << 53;

  double DAY = 86_400;

  /**
   * Returns the kind as text, for {@link #parse}: a word, by default the name of its class,
   * followed by a colon and numbers if it has any.
   */
  default String text() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /**
   * Numbers from zero on. The logarithm of the number, or of the number plus one, is standardized.
   */
  sealed interface FromZero extends ColumnKind {
    @Override
    default double low() {
      return 0;
    }

    @Override
    default boolean isLogarithmic() {
      return true;
    }
  }

  /** Categories. */
  sealed interface OfNames extends ColumnKind {
    @Override
    default boolean isNamed() {
      return true;
    }
  }

  /** Dates or times, in seconds unless a kind has another unit. */
  sealed interface OfTimes extends ColumnKind {
    @Override
    default boolean isTemporal() {
      return true;
    }

    @Override
    default String unit() {
      return "second";
    }
  }

  /**
   * Any number; standardized, on the scale of an inverse hyperbolic sine if both tails are heavy.
   */
  record Real() implements ColumnKind {
    @Override
    public double step(double spacing) {
      return spacing;
    }
  }

  /** A positive number; its logarithm is standardized. */
  record Positive() implements FromZero {
    @Override
    public double step(double spacing) {
      return spacing;
    }

    @Override
    public float filler(DoubleUnaryOperator number) {
      return 1;
    }

    @Override
    public boolean contains(double least, double greatest) {
      return least > 0;
    }

    @Override
    public Optional<String> unsuitable(double value, double number) {
      if (number >= Float.MIN_NORMAL) {
        return Optional.empty();
      }
      return Optional.of(
          value > 0
              ? "expected a number of at least " + Numbers.text(value / number * Float.MIN_NORMAL)
              : "expected a number above zero");
    }

    @Override
    public Optional<Operand<TBool>> suits(
        Ops tf, Operand<TFloat64> value, Operand<TFloat64> number) {
      return Optional.of(tf.math.greaterEqual(number, tf.constant((double) Float.MIN_NORMAL)));
    }
  }

  /** A whole number; training adds noise of width one, and draws are rounded. */
  record Whole() implements ColumnKind {
    @Override
    public String text() {
      return "integer";
    }

    @Override
    public boolean isWhole() {
      return true;
    }
  }

  /**
   * A non-negative whole number; training adds noise of width one, the logarithm of the number plus
   * one is standardized, and draws are rounded.
   */
  record Count() implements FromZero {
    @Override
    public boolean isWhole() {
      return true;
    }
  }

  /** A number between two bounds; its logit is standardized. */
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

    @Override
    public float filler(DoubleUnaryOperator number) {
      return (float) number.applyAsDouble(low + (high - low) / 2);
    }
  }

  /**
   * A periodic number, such as an angle or a time of day, on a circle whose length is the period.
   * It is cut where the data are sparsest, and treated as an interval.
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

    @Override
    public OptionalDouble cycle() {
      return OptionalDouble.of(period);
    }
  }

  /** A category; networks read it one-hot encoded. */
  record Categorical() implements OfNames {}

  /** Yes or no, as two names. */
  record Bool() implements OfNames {
    @Override
    public String text() {
      return "boolean";
    }
  }

  /** A date, as days from an origin in the data; standardized, and draws are whole days. */
  record Date() implements OfTimes {
    @Override
    public String unit() {
      return "day";
    }

    @Override
    public double seconds() {
      return DAY;
    }
  }

  /** A time of day, as seconds from midnight on a circle of a day. */
  record TimeOfDay() implements OfTimes {
    @Override
    public String text() {
      return "time";
    }

    @Override
    public OptionalDouble cycle() {
      return OptionalDouble.of(DAY);
    }
  }

  /** A date and a time of day, as seconds from an origin in the data; standardized. */
  record Timestamp() implements OfTimes {}

  /** Returns whether the values are categories. */
  default boolean isNamed() {
    return false;
  }

  /** Returns whether the values are dates or times. */
  default boolean isTemporal() {
    return false;
  }

  /**
   * Returns the unit of the density of dates and times, day or second; empty for other kinds, which
   * have the unit of the data.
   */
  default String unit() {
    return "";
  }

  /** Returns the number of seconds in this unit. */
  default double seconds() {
    return 1;
  }

  /**
   * Returns the length of the circle of periodic values, for times of day 86,400 seconds; empty for
   * other kinds.
   */
  default OptionalDouble cycle() {
    return OptionalDouble.empty();
  }

  /** Returns whether the values are whole numbers (integers and counts). */
  default boolean isWhole() {
    return false;
  }

  /** Returns whether a flow uses the logarithm of the values, or of the values plus one. */
  default boolean isLogarithmic() {
    return false;
  }

  /** Returns the lower bound of the values. */
  default double low() {
    return Double.NEGATIVE_INFINITY;
  }

  /** Returns the upper bound of the values. */
  default double high() {
    return Double.POSITIVE_INFINITY;
  }

  /** Returns whether all numbers between two are within the bounds. */
  default boolean contains(double least, double greatest) {
    return low() <= least && greatest <= high();
  }

  /**
   * Returns this kind if its numbers are within the bounds of another one, and otherwise the kind
   * of the numbers that both have. Names, times and angles keep their kind.
   *
   * @throws IllegalArgumentException if no numbers have both kinds
   */
  default ColumnKind within(ColumnKind bounds) {
    boolean isUnbounded = isNamed() || isTemporal() || cycle().isPresent();
    if (isUnbounded || bounds.contains(low(), high())) {
      return this;
    }
    double low = Math.max(low(), bounds.low());
    double high = Math.min(high(), bounds.high());
    return Double.isFinite(high - low) ? new Bounded(low, high) : bounds;
  }

  /**
   * Returns the step of the values for dequantization, whose noise must stay in their range, from
   * the spacing of the data; zero for none.
   */
  default double step(double spacing) {
    return isWhole() ? 1 : 0;
  }

  /** Returns a number of the flow in place of a missing value, from the number of a value. */
  default float filler(DoubleUnaryOperator number) {
    return 0;
  }

  /**
   * Returns a description of the expected values; empty if a value and its number in the flow suit.
   */
  default Optional<String> unsuitable(double value, double number) {
    if (isWhole() && value < low()) {
      return Optional.of("expected a whole number of zero or more");
    }
    if (isWhole() && value != Math.rint(value)) {
      return Optional.of("expected a whole number");
    }
    if (isWhole() && Math.abs(value) > LARGEST_WHOLE) {
      return Optional.of("expected a whole number of at most 9,007,199,254,740,992");
    }
    return value >= low() && value <= high()
        ? Optional.empty()
        : Optional.of("expected %s to %s".formatted(number(low()), number(high())));
  }

  /** Builds whether numbers suit, as {@link #unsuitable} does; empty if all do. */
  default Optional<Operand<TBool>> suits(
      Ops tf, Operand<TFloat64> value, Operand<TFloat64> number) {
    List<Operand<TBool>> all = new ArrayList<>();
    if (Double.isFinite(low())) {
      all.add(tf.math.greaterEqual(value, tf.constant(low())));
    }
    if (Double.isFinite(high())) {
      all.add(tf.math.lessEqual(value, tf.constant(high())));
    }
    if (isWhole()) {
      all.add(tf.math.equal(value, tf.math.rint(value)));
      all.add(tf.math.lessEqual(tf.math.abs(value), tf.constant(LARGEST_WHOLE)));
    }
    return all.stream().reduce(tf.math::logicalAnd);
  }

  /**
   * Reads a kind, in the form of {@link #text()}.
   *
   * @throws IllegalArgumentException if the text is not a kind
   */
  static ColumnKind parse(String text) {
    Matcher bounds = Pattern.compile("bounded:(.+?)\\.\\.(.+)").matcher(text);
    if (bounds.matches()) {
      return new Bounded(parsed(text, bounds.group(1)), parsed(text, bounds.group(2)));
    }
    if (text.startsWith("circular:")) {
      return new Circular(parsed(text, text.substring("circular:".length())));
    }
    return Stream.<ColumnKind>of(
            new Real(),
            new Positive(),
            new Whole(),
            new Count(),
            new Categorical(),
            new Bool(),
            new Date(),
            new TimeOfDay(),
            new Timestamp())
        .filter(kind -> kind.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no kind \"%s\"; expected %s".formatted(Excerpt.of(text), CHOICES)));
  }

  private static double parsed(String kind, String text) {
    double value = Numbers.parse(text);
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException(
          "\"%s\" in the kind %s is not a number; expected %s"
              .formatted(Excerpt.of(text), Excerpt.of(kind), CHOICES));
    }
    return value;
  }

  private static String number(double value) {
    return Numbers.text(value);
  }
}
