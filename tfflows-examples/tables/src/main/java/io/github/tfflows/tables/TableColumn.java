package io.github.tfflows.tables;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a model.
 *
 * @param name the name in the table's header
 * @param kind the kind of its values
 * @param names the categories with index 0, 1 and so on; empty for numbers
 * @param gaps whether values can be missing
 * @param step the spacing of the values, such as 0.01 for two decimals; zero for none
 */
public record TableColumn(
    String name, ColumnKind kind, List<String> names, Gaps gaps, double step) {
  /** Above this, single precision does not hold every whole number. */
  static final double WHOLE_LIMIT = 1 << 24;

  /** Copies the names. */
  public TableColumn {
    names = List.copyOf(names);
  }

  /** Creates a column without missing values, of whole numbers or any others. */
  public TableColumn(String name, ColumnKind kind, List<String> names) {
    this(name, kind, names, Gaps.NONE, kind.isWhole() ? 1 : 0);
  }

  /** This column without missing values. */
  TableColumn complete() {
    return new TableColumn(name, kind, names, Gaps.NONE, step);
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
    if (kind.isNamed()) {
      String text = row.text(index);
      return text == null ? Float.NaN : place(text);
    }
    double number = row.number(index);
    if (Double.isNaN(number)) {
      String text = row.text(index);
      if (text == null) {
        return Float.NaN;
      }
      throw rejected(text, "expected a number" + hint(text));
    }
    return number(number);
  }

  private static String hint(String text) {
    return Double.isNaN(Numbers.parse(text.replace(',', '.'))) ? "" : " with a decimal point";
  }

  private float place(String text) {
    int place = names.indexOf(text);
    if (place < 0) {
      throw rejected(text, "expected one of " + Excerpt.of(names));
    }
    return place;
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
      return "expected a number above zero";
    }
    if (kind instanceof ColumnKind.Count && !(number >= 0)) {
      return "expected a whole number from zero on";
    }
    if (kind.isWhole() && (number != Math.rint(number) || Math.abs(number) > WHOLE_LIMIT)) {
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
   * @param text a number or a category
   * @return the number for the flow
   * @throws IllegalArgumentException if it does not suit the column
   */
  public float parse(String text) {
    if (kind.isNamed()) {
      return place(text);
    }
    double number = Numbers.parse(text);
    if (Double.isNaN(number)) {
      throw rejected(text, "expected a number" + hint(text));
    }
    return number(number);
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
   * @return a {@link String} for categories, a {@link Long} for whole numbers without gaps, or a
   *     {@link Float}
   */
  public Object decoded(float x) {
    if (kind.isNamed()) {
      return names.get(Math.min(names.size() - 1, Math.max(0, Math.round(x))));
    }
    double number = step > 0 ? Math.rint(x / step) * step : x;
    if (kind instanceof ColumnKind.Count) {
      number = Math.max(0, number);
    }
    return kind.isWhole() && !hasGaps() ? (Object) (long) number : (Object) (float) number;
  }

  /** Returns what stands for a missing value: an empty text, or NaN. */
  Object missing() {
    return kind.isNamed() ? "" : (Object) Float.NaN;
  }
}
