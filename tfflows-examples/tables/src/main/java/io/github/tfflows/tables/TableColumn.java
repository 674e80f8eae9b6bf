package io.github.tfflows.tables;

import io.github.tfflows.tables.density.Cell;
import io.github.tfflows.tables.density.PointMasses;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a model.
 *
 * @param name the name in the table's header
 * @param kind the kind of its values
 * @param coding the numbers by which the cells enter the model
 * @param gaps whether values can be missing
 */
public record TableColumn(String name, ColumnKind kind, Coding coding, Gaps gaps) {
  /** Above this, single precision does not hold every whole number. */
  static final double WHOLE_LIMIT = 1 << 24;

  /**
   * Creates a column without missing values, of numbers or of names.
   *
   * @param names the categories with index 0, 1 and so on; empty for numbers
   * @throws IllegalArgumentException if the kind is boolean, date, time or timestamp: {@link
   *     TableScan} finds how these are written
   */
  public TableColumn(String name, ColumnKind kind, List<String> names) {
    this(name, kind, coding(kind, names), Gaps.NONE);
  }

  private static Coding coding(ColumnKind kind, List<String> names) {
    if (kind instanceof ColumnKind.Categorical) {
      return new NameCoding(names, List.of());
    }
    if (kind.isNamed() || kind.isTemporal()) {
      throw new IllegalArgumentException(
          "expected a kind of names or numbers, got %s".formatted(kind.text()));
    }
    return new NumberCoding(kind.isWhole() ? 1 : 0);
  }

  /** Returns the categories with index 0, 1 and so on; empty for numbers. */
  public List<String> names() {
    return coding.names();
  }

  /**
   * Returns the spacing of the values, such as 0.01 for two decimals; zero for none. Dates have it
   * in days, times in seconds.
   */
  public double step() {
    return coding.step();
  }

  /** Returns the numbers that have a probability of their own, where all others have a density. */
  public PointMasses masses() {
    return new PointMasses(coding.masses(), step());
  }

  /** Returns whether the values are text, and not numbers. */
  public boolean isText() {
    return kind.isNamed() || kind.isTemporal();
  }

  /** This column without missing values. */
  TableColumn complete() {
    return new TableColumn(name, kind, coding, Gaps.NONE);
  }

  /** The outcomes of a column of names. */
  Cell.Categorical categories() {
    return coding instanceof NameCoding named
        ? named.categories()
        : new Cell.Categorical(names().size());
  }

  boolean hasGaps() {
    return gaps == Gaps.SOME;
  }

  /** Returns a number of the column's domain, in place of a missing one. */
  float filler() {
    if (kind instanceof ColumnKind.Bounded within) {
      return (float) ((within.low() + within.high()) / 2);
    }
    return kind instanceof ColumnKind.Positive ? 1 : 0;
  }

  /**
   * Reads a cell as a number for the flow.
   *
   * @return the number; NaN where the value is missing
   * @throws IllegalArgumentException if it does not suit the column
   */
  float value(RowCursor row, int index) {
    if (isText()) {
      String text = row.text(index);
      return text == null ? Float.NaN : parse(text);
    }
    double number = row.number(index);
    if (Double.isNaN(number)) {
      String text = row.text(index);
      if (text == null) {
        return Float.NaN;
      }
      return parse(text);
    }
    return number(number);
  }

  private static String hint(String text) {
    return Double.isNaN(Numbers.parse(text.replace(',', '.'))) ? "" : " with a decimal point";
  }

  /**
   * Checks a number.
   *
   * @param number the value
   * @return the value in single precision
   * @throws IllegalArgumentException if it does not suit the column
   */
  float number(double number) {
    String wanted = wanted(number);
    if (wanted != null) {
      throw rejected(Numbers.text(number), wanted);
    }
    return (float) number;
  }

  private @Nullable String wanted(double number) {
    if (!Float.isFinite((float) number)) {
      return "expected a number that single precision holds, up to 3.4e38";
    }
    if (kind instanceof ColumnKind.Positive && !(number >= Float.MIN_NORMAL)) {
      boolean canBeZero = masses().contain(0);
      return canBeZero && number == 0
          ? null
          : "expected a number above zero" + (canBeZero ? ", or zero" : "");
    }
    if (kind instanceof ColumnKind.Count && !(number >= 0)) {
      return "expected a whole number from zero on";
    }
    if (kind.isWhole() && number != Math.rint(number)) {
      return "expected a whole number";
    }
    if (kind.isWhole() && Math.abs(number) > WHOLE_LIMIT) {
      return "expected a whole number of at most 16,777,216, as single precision holds them";
    }
    return kind instanceof ColumnKind.Bounded within
            && !(number >= within.low() && number <= within.high())
        ? "expected %s to %s".formatted(Numbers.text(within.low()), Numbers.text(within.high()))
        : null;
  }

  /**
   * Reads a value given as text.
   *
   * @param text a number, a category, a date or a time
   * @return the number for the flow
   * @throws IllegalArgumentException if it does not suit the column
   */
  public float parse(String text) {
    double number = coding.read(text);
    if (Double.isNaN(number)) {
      throw rejected(text, "expected " + coding.expected() + (isText() ? "" : hint(text)));
    }
    return isText() ? (float) number : number(number);
  }

  private IllegalArgumentException rejected(String text, String wanted) {
    return new IllegalArgumentException(
        "column %s: got \"%s\", %s (its kind is %s)"
            .formatted(Excerpt.of(name), Excerpt.of(text), wanted, kind.text()));
  }

  /**
   * Converts a number of the flow to a value of the column.
   *
   * @param x the number
   * @return a {@link String} for categories, dates and times, a {@link Long} for whole numbers
   *     without gaps, or a {@link Float}
   */
  public Object decoded(float x) {
    if (!(coding instanceof NumberCoding numbers)) {
      return coding.written(x);
    }
    double number = numbers.written(x);
    if (kind instanceof ColumnKind.Count) {
      number = Math.max(0, number);
    }
    return kind.isWhole() && !hasGaps() ? (Object) (long) number : (Object) (float) number;
  }

  /**
   * Converts a number that was drawn to a value of the column. Draws beyond the range of the data
   * become its ends.
   *
   * @param x the number
   * @return a value as {@link #decoded} returns it
   */
  public Object drawn(float x) {
    return decoded((float) coding.within(x));
  }

  /** Returns what stands for a missing value: an empty text, or NaN. */
  Object missing() {
    return isText() ? "" : (Object) Float.NaN;
  }
}
