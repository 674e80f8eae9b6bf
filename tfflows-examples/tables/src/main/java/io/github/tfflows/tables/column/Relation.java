package io.github.tfflows.tables.column;

import io.github.tfflows.tables.column.NumberCoding.Range;
import io.github.tfflows.tables.text.Numbers;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rule by which the cells of a column follow from the cells of other columns, row by row. */
public sealed interface Relation extends Serializable {
  /** Returns the names of the other columns, by default none. */
  default List<String> sources() {
    return List.of();
  }

  /** Returns whether a cell of the column determines the cell of the other column. */
  default boolean isInvertible() {
    return sources().size() == 1;
  }

  /** Returns whether a cell rises or falls with each number, date or time that it follows from. */
  default boolean isMonotone() {
    return this instanceof Equal
        || this instanceof Linear
        || this instanceof Curve
        || this instanceof Shifted
        || this instanceof Beyond;
  }

  /** Returns whether the cells of the column and of all sources but one determine that one. */
  default boolean isSolvable() {
    return false;
  }

  /**
   * Returns the rule in words to follow the name of the column, such as {@code equals column x}.
   */
  String words();

  /** Returns the name of a column in a formula: that of a distance is in parentheses. */
  private static String operand(String name) {
    return name.contains(" - ") ? "(" + name + ")" : name;
  }

  /** Returns the names of the columns of distances, which tables lack. */
  static Set<String> distances(Stream<Relation> relations) {
    return relations
        .filter(Beyond.class::isInstance)
        .map(rule -> ((Beyond) rule).distance())
        .collect(Collectors.toSet());
  }

  /** One value in every row, as text; empty if the value is missing in every row. */
  record Constant(String value) implements Relation {
    /** The rule of a column without values in the fit. Cells of other rows may have values. */
    public static final Constant EMPTY = new Constant("");

    @Override
    public String words() {
      return "is always " + (equals(EMPTY) ? "empty" : value);
    }
  }

  /**
   * Unique numbers of rows. Draws have the numbers from {@code first} on, which continue the
   * numbers of the data.
   */
  record Numbered(long first) implements Relation {
    @Override
    public String words() {
      return "numbers the rows: draws from " + first;
    }
  }

  /** A rule of one other column. */
  sealed interface OfOne extends Relation {
    /** Returns the name of the other column. */
    String of();

    @Override
    default List<String> sources() {
      return List.of(of());
    }
  }

  /** The values of another column. */
  record Equal(String of) implements OfOne {
    @Override
    public String words() {
      return "equals column " + of;
    }
  }

  /**
   * A linear function of the numbers of other columns, {@code Σ slope x + intercept}, with a slope
   * for each. Dates count in days since 1970, and timestamps in seconds.
   */
  record Linear(List<String> sources, List<Double> slopes, double intercept) implements Relation {
    private static final double ROUNDING = 1e-12;

    /** The relative rounding errors of a few numbers in single precision. */
    private static final double SINGLE_ROUNDING = 4e-7;

    /** The greatest numerator of factors that are shown as fractions. */
    private static final int MOST_TIMES = 9;

    /**
     * Copies and checks the numbers.
     *
     * @throws IllegalArgumentException if they are not finite, or a slope is zero
     */
    public Linear {
      sources = List.copyOf(sources);
      slopes = List.copyOf(slopes);
      boolean areFinite = slopes.stream().allMatch(slope -> Double.isFinite(slope) && slope != 0);
      if (!(areFinite && Double.isFinite(intercept) && slopes.size() == sources.size())) {
        throw new IllegalArgumentException(
            "expected a finite slope other than zero for each of %s and a finite intercept, got %s and %s"
                .formatted(sources, slopes, intercept));
      }
    }

    /** Returns the function that determines a source from the others and this column. */
    public Linear solved(String name, int source) {
      double slope = slopes.get(source);
      List<String> from = new ArrayList<>(sources);
      List<Double> factors = new ArrayList<>(slopes.stream().map(each -> -each / slope).toList());
      from.set(source, name);
      factors.set(source, 1 / slope);
      return new Linear(from, factors, 0 - intercept / slope);
    }

    @Override
    public boolean isSolvable() {
      return true;
    }

    /** Returns the value for numbers of the sources. */
    public double of(List<Double> numbers) {
      double value = 0;
      for (int i = 0; i < slopes.size(); i++) {
        value += slopes.get(i) * numbers.get(i);
      }
      return value + intercept;
    }

    /** Returns whether a number is at most {@code half} from the value, but for rounding errors. */
    public boolean agree(List<Double> numbers, double number, double half) {
      double size = Math.max(Double.MIN_NORMAL, Math.abs(intercept));
      for (int i = 0; i < slopes.size(); i++) {
        size = Math.max(size, Math.abs(slopes.get(i) * numbers.get(i)));
      }
      return Math.abs(of(numbers) - number) <= half + rounding(size, numbers, number);
    }

    /**
     * Returns the rounding errors of a sum.
     *
     * @param size the greatest size of its terms
     * @param numbers the numbers of the terms
     * @param number the number of the sum
     */
    public static double rounding(double size, List<Double> numbers, double number) {
      boolean wereSingle =
          Numbers.wasSingle(number) || numbers.stream().anyMatch(Numbers::wasSingle);
      return size * (wereSingle ? SINGLE_ROUNDING : ROUNDING);
    }

    /** Creates a function of the numbers of one column. */
    public Linear(String of, double slope, double intercept) {
      this(List.of(of), List.of(slope), intercept);
    }

    @Override
    public String words() {
      List<String> terms = new ArrayList<>();
      for (int i = 0; i < slopes.size(); i++) {
        terms.add(
            (slopes.get(i) < 0 ? "- " : "+ ") + term(Math.abs(slopes.get(i)), sources.get(i)));
      }
      if (intercept != 0) {
        terms.add((intercept < 0 ? "- " : "+ ") + Numbers.text(Math.abs(intercept)));
      }
      String first = terms.stream().filter(term -> term.startsWith("+")).findFirst().orElse("");
      if (terms.get(0).startsWith("-") && sources.size() > 1 && terms.remove(first)) {
        terms.add(0, first);
      }
      String words = String.join(" ", terms);
      return "is " + (words.startsWith("+") ? words.substring(2) : words.replaceFirst("- ", "-"));
    }

    private static String term(double factor, String source) {
      String name = operand(source);
      for (int times = 1; times <= MOST_TIMES; times++) {
        String divisor = divisor(times, factor);
        if (!divisor.isEmpty()) {
          return (times == 1 ? "" : times + " ") + name + " / " + divisor;
        }
      }
      return factor == 1 ? name : Numbers.text(factor) + " " + name;
    }

    /**
     * A whole number by which a factor is a fraction that is shorter than its decimals, such as 60;
     * empty if none.
     */
    private static String divisor(int times, double factor) {
      double inverse = Math.rint(times / factor);
      boolean isShare = Math.abs(inverse * factor - times) <= ROUNDING;
      String divisor = Numbers.text(inverse);
      return isShare && divisor.length() + 3 < Numbers.text(factor).length() ? divisor : "";
    }
  }

  /** A factor of a product: a power of a linear function, {@code (offset + slope x)^power}. */
  record Factor(String source, double offset, double slope, int power) implements Serializable {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not finite, or the slope or the power is zero
     */
    public Factor {
      if (!(Double.isFinite(offset) && Double.isFinite(slope) && slope != 0 && power != 0)) {
        throw new IllegalArgumentException(
            "expected a finite offset, and a slope and a power other than zero for %s, got %s, %s and %s"
                .formatted(source, offset, slope, power));
      }
    }

    /** Creates a power of the numbers of a column. */
    public Factor(String source, int power) {
      this(source, 0, 1, power);
    }

    /** Returns the product of a number and the factor. */
    public double times(double number, double x) {
      double base = offset + slope * x;
      double times = number;
      for (int i = 0; i < Math.abs(power); i++) {
        times = power > 0 ? times * base : times / base;
      }
      return times;
    }

    /** Returns the numbers with which the factor is within two values, on the side of one. */
    private Range within(double one, double other, double near) {
      double low = Math.min(one, other);
      double high = Math.max(one, other);
      if (power < 0) {
        boolean hasPole = low <= 0 && high >= 0;
        boolean isBelow = times(1, near) < 0;
        double first = 1 / (hasPole && isBelow ? -0.0 : high);
        high = 1 / (hasPole && !isBelow ? 0.0 : low);
        low = first;
      }
      boolean isMirrored = power % 2 == 0 && offset + slope * near < 0;
      double start = ((isMirrored ? -root(high) : root(low)) - offset) / slope;
      double end = ((isMirrored ? -root(low) : root(high)) - offset) / slope;
      return new Range(Math.min(start, end), Math.max(start, end));
    }

    private double root(double number) {
      double root = Math.pow(Math.abs(number), 1.0 / Math.abs(power));
      return power % 2 == 0 && number < 0 ? 0 : Math.copySign(root, number);
    }

    private String words() {
      String exponent = Math.abs(power) == 1 ? "" : "^" + Math.abs(power);
      String size = Math.abs(slope) == 1 ? "" : Numbers.text(Math.abs(slope)) + " * ";
      String name = operand(source);
      String base =
          offset == 0 && slope == 1
              ? name
              : "(%s %s %s%s)".formatted(Numbers.text(offset), slope < 0 ? "-" : "+", size, name);
      return base + exponent;
    }
  }

  /** A number computed from numbers of other columns and rounded to the decimals of the column. */
  sealed interface Rounded extends Relation {
    double ROUNDING = 1e-12;

    /** The relative difference of numbers in single precision, and half a unit of such decimals. */
    double DIGITS = 1e-6;

    double FINE = 4e-6;

    /** The relative difference of a number and its 15 digits. */
    double WRITTEN = 1e-14;

    @Override
    default boolean isInvertible() {
      return false; // several numbers can lead to one
    }

    @Override
    default boolean isSolvable() {
      return true;
    }

    /** Returns the number before rounding, given the numbers of the sources. */
    double of(List<Double> numbers);

    /**
     * Returns the numbers of a source that lead to a value at most {@code half} away from another
     * one. If there are some on both sides of a root or a pole, they are those on its own side.
     */
    Range within(int source, List<Double> numbers, double value, double half);

    /** Returns whether a number is the rounded one of the sources. */
    default boolean agree(List<Double> numbers, double number, double half) {
      return Math.abs(of(numbers) - number) <= margin(number, half);
    }

    /** Returns whether each number of a source, from the least one on, has another value. */
    boolean isDistinct(int source, double least);

    /**
     * Returns how far a number may be from the one of which it is the rounded value. Of numbers in
     * single precision, which files often have, six digits need to agree.
     *
     * @param half half a unit of the last decimal; zero for unlimited decimals
     */
    static double margin(double number, double half) {
      boolean isSingle = half < FINE && isSingle(number);
      return half + (isSingle ? DIGITS : ROUNDING) * Math.abs(number);
    }

    /** Whether a number has the digits of one in single precision, or 15 digits of its double. */
    private static boolean isSingle(double number) {
      float single = (float) number;
      return Math.abs(single - number) <= WRITTEN * Math.abs(number)
          || Numbers.ofDigits(single) == number;
    }
  }

  /** A linear function of other columns, rounded to the decimals of the column. */
  record RoundedSum(Linear sum) implements Rounded {
    @Override
    public List<String> sources() {
      return sum.sources();
    }

    @Override
    public double of(List<Double> numbers) {
      return sum.of(numbers);
    }

    @Override
    public boolean agree(List<Double> numbers, double number, double half) {
      return sum.agree(numbers, number, Rounded.margin(number, half));
    }

    @Override
    public Range within(int source, List<Double> numbers, double value, double half) {
      List<Double> others = new ArrayList<>(numbers);
      others.set(source, 0.0);
      double slope = sum.slopes().get(source);
      double middle = (value - of(others)) / slope;
      return new Range(middle - half / Math.abs(slope), middle + half / Math.abs(slope));
    }

    @Override
    public boolean isDistinct(int source, double least) {
      return true;
    }

    @Override
    public String words() {
      return sum.words() + ", rounded";
    }
  }

  /** A constant times factors of other columns, rounded to the decimals of the column. */
  record Product(double constant, List<Factor> factors) implements Rounded {
    /**
     * Copies the factors and checks the constant.
     *
     * @throws IllegalArgumentException if it is zero or not finite
     */
    public Product {
      factors = List.copyOf(factors);
      if (!Double.isFinite(constant) || constant == 0) {
        throw new IllegalArgumentException(
            "expected a finite constant other than zero, got " + constant);
      }
    }

    @Override
    public List<String> sources() {
      return factors.stream().map(Factor::source).toList();
    }

    @Override
    public double of(List<Double> numbers) {
      return constant * product(numbers, -1);
    }

    /** Whether a factor has no root, or numbers on one side of it. */
    @Override
    public boolean isDistinct(int source, double least) {
      Factor factor = factors.get(source);
      return factor.power % 2 != 0 || (factor.offset == 0 && least >= 0);
    }

    @Override
    public Range within(int source, List<Double> numbers, double value, double half) {
      double rest = constant * product(numbers, source);
      Factor factor = factors.get(source);
      return factor.within((value - half) / rest, (value + half) / rest, numbers.get(source));
    }

    /** Multiplies all factors except one. */
    private double product(List<Double> numbers, int except) {
      double product = 1;
      for (int i = 0; i < numbers.size(); i++) {
        product = i == except ? product : factors.get(i).times(product, numbers.get(i));
      }
      return product;
    }

    @Override
    public String words() {
      String divisor = Linear.divisor(1, constant);
      List<String> terms = new ArrayList<>();
      if (constant != 1 && divisor.isEmpty()) {
        terms.add(Numbers.text(constant));
      }
      factors.stream().filter(factor -> factor.power > 0).map(Factor::words).forEach(terms::add);
      StringBuilder words = new StringBuilder(terms.isEmpty() ? "1" : String.join(" * ", terms));
      factors.stream()
          .filter(factor -> factor.power < 0)
          .forEach(factor -> words.append(" / ").append(factor.words()));
      return "is " + words + (divisor.isEmpty() ? "" : " / " + divisor);
    }
  }

  /** A scale on which a curve is straight. */
  enum Axis {
    LINEAR,
    LOGARITHMIC,
    EXPONENTIAL;

    /** Returns the place of a number on the scale; not finite if the scale does not have it. */
    public double place(double number) {
      return switch (this) {
        case LINEAR -> number;
        case LOGARITHMIC -> Math.log(number);
        case EXPONENTIAL -> Math.exp(number);
      };
    }

    private double number(double place) {
      return switch (this) {
        case LINEAR -> place;
        case LOGARITHMIC -> Math.exp(place);
        case EXPONENTIAL -> Math.log(place);
      };
    }
  }

  /**
   * A monotone function of the numbers of another column, such as its logarithm, interpolated
   * between pairs of numbers. {@code from} has numbers of the other column in ascending order, and
   * {@code to} their values, ascending or descending. Lines connect the pairs on the axes of both
   * columns. Where these axes have no finite value, such as the logarithm of a number below zero,
   * the function interpolates on linear axes. Dates count in days since 1970, and timestamps in
   * seconds.
   */
  record Curve(String of, List<Double> from, List<Double> to, Axis fromAxis, Axis toAxis)
      implements OfOne {
    private static final double STRAIGHT = 1e-6;
    private static final double PRECISION = 1e-13;
    private static final double SINGLE_PRECISION = 0x1p-23;

    public Curve {
      from = List.copyOf(from);
      to = List.copyOf(to);
    }

    /**
     * Creates a curve with the first axes on which it is straight, otherwise with linear ones.
     *
     * @param unit the unit of the last decimal of {@code to}; zero for unlimited decimals
     */
    public static Curve through(String of, List<Double> from, List<Double> to, double unit) {
      return Arrays.stream(Axis.values())
          .flatMap(x -> Arrays.stream(Axis.values()).map(y -> new Curve(of, from, to, x, y)))
          .filter(curve -> curve.isStraight(unit))
          .findFirst()
          .orElseGet(() -> new Curve(of, from, to, Axis.LINEAR, Axis.LINEAR));
    }

    /**
     * Returns whether the curve is straight on its axes, as a logarithm is, but not on linear ones.
     */
    public boolean isStraight() {
      return fromAxis != Axis.LINEAR || toAxis != Axis.LINEAR;
    }

    /** Returns whether each pair is on the line through its neighbours, of three pairs or more. */
    private boolean isStraight(double unit) {
      double precision = to.stream().anyMatch(Numbers::wasSingle) ? SINGLE_PRECISION : PRECISION;
      for (int i = firstLine() + 1; i < from.size() - 1; i++) {
        double apart = Math.abs(to.get(i + 1) - to.get(i - 1));
        double line = between(i - 1, i + 1, from.get(i), fromAxis, toAxis);
        double error = Math.abs(line - to.get(i));
        double size = Math.max(Math.abs(to.get(i - 1)), Math.abs(to.get(i + 1)));
        if (!(error <= unit + STRAIGHT * apart + precision * size)) {
          return false;
        }
      }
      return from.size() > firstLine() + 2;
    }

    /**
     * Returns the place of the pair at which the first line begins: the second one if axes do not
     * have the first one, such as the zero of a square on logarithmic axes.
     */
    public int firstLine() {
      return Double.isFinite(fromAxis.place(from.get(0)) + toAxis.place(to.get(0))) ? 0 : 1;
    }

    Curve inverse() {
      List<Double> ascending = new ArrayList<>(to);
      List<Double> values = new ArrayList<>(from);
      if (to.get(0) > to.get(to.size() - 1)) {
        Collections.reverse(ascending);
        Collections.reverse(values);
      }
      return new Curve(of, ascending, values, toAxis, fromAxis);
    }

    double at(double number) {
      int place = place(number);
      for (int i = place; i <= place + 1; i++) {
        if (number == from.get(i)) {
          return to.get(i);
        }
      }
      int line = Math.max(place, firstLine());
      double value = between(line, line + 1, number, fromAxis, toAxis);
      return Double.isFinite(value)
          ? value
          : between(place, place + 1, number, Axis.LINEAR, Axis.LINEAR);
    }

    /** Returns the value on the line through two pairs. */
    private double between(int before, int after, double number, Axis x, Axis y) {
      double start = x.place(from.get(before));
      double known = y.place(to.get(before));
      double slope = (y.place(to.get(after)) - known) / (x.place(from.get(after)) - start);
      return y.number(known + (x.place(number) - start) * slope);
    }

    /** Returns whether the pairs contain a number. */
    boolean isKnown(double number) {
      return Collections.binarySearch(from, number) >= 0;
    }

    /** Returns whether a value for a number lies between the values of the number's neighbours. */
    boolean admits(double number, double value) {
      int known = Collections.binarySearch(from, number);
      if (known >= 0) {
        return to.get(known) == value;
      }
      double sign = Math.signum(to.get(to.size() - 1) - to.get(0));
      int next = -known - 1;
      boolean isAbove = next == 0 || sign * (value - to.get(next - 1)) > 0;
      return isAbove && (next == to.size() || sign * (to.get(next) - value) > 0);
    }

    private int place(double number) {
      int known = Collections.binarySearch(from, number);
      int before = known >= 0 ? known : -known - 2;
      return Math.max(0, Math.min(from.size() - 2, before));
    }

    @Override
    public String words() {
      boolean isRising = to.get(0) < to.get(to.size() - 1);
      return "%s with column %s alone".formatted(isRising ? "rises" : "falls", of);
    }
  }

  /** A value for each name of another column; an empty text is a missing value. */
  record Renamed(String of, Map<String, String> values) implements OfOne {
    public Renamed {
      values = new Renaming(values);
    }

    /** Returns the names that have a value. */
    public List<String> names(String value) {
      return ((Renaming) values).names.getOrDefault(value, List.of());
    }

    @Override
    public boolean isInvertible() {
      return ((Renaming) values).names.size() == values.size() && names("").isEmpty();
    }

    @Override
    public String words() {
      return (isInvertible() ? "is one to one with column " : "follows from column ") + of;
    }
  }

  /** An unmodifiable map that finds the keys of a value by a hash table. */
  final class Renaming extends AbstractMap<String, String> implements Serializable {
    private static final long serialVersionUID = 1;

    private final Map<String, String> values;
    private final Map<String, List<String>> names = new HashMap<>();

    private Renaming(Map<String, String> values) {
      this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
      values.forEach(
          (name, value) -> names.computeIfAbsent(value, first -> new ArrayList<>(1)).add(name));
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
      return values.entrySet();
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
      return values.get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
      return values.containsKey(name);
    }
  }

  /** The dates or timestamps of another column, shifted by a duration. */
  record Shifted(String of, Duration by) implements OfOne {
    @Override
    public String words() {
      if (by.isZero()) {
        return "holds the moments of column " + of;
      }
      Duration span = by.abs();
      boolean isDays = span.equals(Duration.ofDays(span.toDays()));
      double seconds = span.getSeconds() + span.getNano() / 1e9;
      String length = isDays ? span.toDays() + " days" : Numbers.text(seconds) + " seconds";
      return "is %s %s column %s".formatted(length, by.isNegative() ? "before" : "after", of);
    }
  }

  /**
   * A part of the dates or times of another column in a time zone, such as the month, or a value
   * for each part, such as its name.
   *
   * @param values the value for the text of each part; empty if the part itself is the value
   */
  record Part(String of, ChronoField field, ZoneId zone, Map<String, String> values)
      implements OfOne {
    public Part {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public boolean isInvertible() {
      return false;
    }

    public double of(OffsetDateTime moment) {
      return moment.atZoneSameInstant(zone).getLong(field);
    }

    @Override
    public String words() {
      String verb = values.isEmpty() ? "is" : "follows from";
      String name =
          field == ChronoField.EPOCH_DAY
              ? "date"
              : field.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      String where = zone.equals(ZoneOffset.UTC) ? "" : " in the zone " + zone;
      return "%s the %s of column %s%s".formatted(verb, name, of, where);
    }
  }

  /**
   * A value for each range of the numbers of another column, such as a grade for each range of
   * scores. Dates count in days since 1970, and timestamps in seconds.
   *
   * @param from the least number of each range in the fit, in ascending order
   * @param to the greatest number of each range
   */
  record Ranges(String of, List<Double> from, List<Double> to, List<String> values)
      implements OfOne {
    private static final int MOST_DIGITS = 17;

    public Ranges {
      from = List.copyOf(from);
      to = List.copyOf(to);
      values = List.copyOf(values);
    }

    /** Returns the number at which each range but the first begins: the roundest possible one. */
    public double[] starts() {
      return IntStream.range(1, from.size())
          .mapToDouble(i -> roundest(to.get(i - 1), from.get(i)))
          .toArray();
    }

    /** Returns the number with the fewest digits above one number, and at most another one. */
    private static double roundest(double above, double most) {
      int digits = (int) Math.ceil(Math.log10(Math.max(Math.abs(above), Math.abs(most)))) + 1;
      for (int i = 0; i < MOST_DIGITS; i++) {
        BigDecimal number = BigDecimal.valueOf(most).setScale(i - digits, RoundingMode.FLOOR);
        if (number.doubleValue() > above) {
          return number.doubleValue();
        }
      }
      return most;
    }

    public String of(double number) {
      return values.get(place(number));
    }

    private int place(double number) {
      int found = Collections.binarySearch(from, number);
      int place = Math.max(0, found >= 0 ? found : -found - 2);
      boolean isBetween = place + 1 < from.size() && number > to.get(place);
      return isBetween && number >= roundest(to.get(place), from.get(place + 1))
          ? place + 1
          : place;
    }

    /**
     * Returns whether a number may have a value: that of its range, of the next one if the number
     * is between them, and any beyond the numbers of the fit.
     */
    boolean admits(double number, String value) {
      if (number < from.get(0) || number > to.get(to.size() - 1)) {
        return values.contains(value);
      }
      int place = place(number);
      return values.get(place).equals(value)
          || (number < from.get(place) && values.get(place - 1).equals(value))
          || (number > to.get(place) && values.get(place + 1).equals(value));
    }

    @Override
    public boolean isInvertible() {
      return false;
    }

    @Override
    public String words() {
      return "follows from ranges of column " + of;
    }
  }

  /** The comparison of values with bounds. */
  enum Comparison {
    AT_LEAST(">=", 1),
    ABOVE(">", 1),
    AT_MOST("<=", -1),
    BELOW("<", -1),

    /** On either side. */
    CLOSE("close to", 1);

    private final String sign;
    private final int direction;

    Comparison(String sign, int direction) {
      this.sign = sign;
      this.direction = direction;
    }

    /** Returns minus one for values below their bounds, and one for others. */
    public int direction() {
      return direction;
    }

    /** Returns whether a value can have a distance from its bound, in the direction. */
    public boolean admits(double distance) {
      return this == CLOSE || distance > 0 || (distance == 0 && allowsEqual());
    }

    /** Returns whether a value can equal its bound. */
    public boolean allowsEqual() {
      return this != ABOVE && this != BELOW;
    }

    /** Returns the sign, such as {@code >=}. */
    public String sign() {
      return sign;
    }
  }

  /**
   * Values bounded by other columns or a constant, or close to another column. The model has the
   * distance from the farthest bound, as a column that the table lacks, in place of this column.
   *
   * @param bounds the columns that bound this one; none for a constant bound
   * @param distance the column of the distances
   * @param comparison the side
   * @param otherwise the bound of rows whose other bounds are missing, as text; empty if every row
   *     of the fit has a bound
   */
  record Beyond(List<String> bounds, String distance, Comparison comparison, String otherwise)
      implements Relation {
    public Beyond {
      bounds = List.copyOf(bounds);
    }

    /** Returns the distance of a value from a bound, without errors of binary fractions. */
    public double distance(double bound, double value) {
      BigDecimal apart = BigDecimal.valueOf(value).subtract(BigDecimal.valueOf(bound));
      return comparison.direction * apart.doubleValue() + 0.0;
    }

    public double farther(double bound, double other) {
      return comparison.direction > 0 ? Math.max(bound, other) : Math.min(bound, other);
    }

    /** Returns the bounds, and then the distance. */
    @Override
    public List<String> sources() {
      List<String> sources = new ArrayList<>(bounds);
      sources.add(distance);
      return sources;
    }

    @Override
    public boolean isInvertible() {
      return false;
    }

    @Override
    public String words() {
      String all = bounds.isEmpty() ? otherwise : String.join(" and ", bounds);
      return "is %s %s: the model has %s".formatted(comparison.sign, all, distance);
    }
  }
}
