package io.github.tfflows.tables.column;

import io.github.tfflows.tables.density.CategoryCell;
import io.github.tfflows.tables.density.PointMasses;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a model.
 *
 * @param name the name in the table's header
 * @param kind the kind of its values
 * @param coding the numbers by which the cells enter the model
 * @param gaps how often values are missing
 */
public record TableColumn(String name, ColumnKind kind, Coding coding, Gaps gaps) {
  /**
   * Creates a column without missing values, of numbers or of names.
   *
   * @param names the categories with index 0, 1 and so on; empty for numbers
   * @throws IllegalArgumentException if the kind is boolean, date, time or timestamp: {@code
   *     TableScan} finds how these are written
   */
  public TableColumn(String name, ColumnKind kind, List<String> names) {
    this(name, kind, coding(kind, names), Gaps.NONE);
  }

  private static Coding coding(ColumnKind kind, List<String> names) {
    if (kind instanceof ColumnKind.Categorical) {
      return new NameCoding(names, List.of(), 0);
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

  /** Returns the spacing of the numbers of the flow; zero for none. */
  public double spacing() {
    return coding.spacing();
  }

  /** Returns the numbers that have a probability of their own, where all others have a density. */
  public PointMasses masses() {
    return new PointMasses(coding.massesOfNumbers(), spacing(), step());
  }

  /** Returns origin and unit of the numbers of the flow; times and names are such numbers. */
  public Scale scale() {
    return coding instanceof NumberCoding numbers ? numbers.scale() : Scale.PLAIN;
  }

  /**
   * Returns the number of values within one of the flow's numbers, by which densities differ:
   * anything but one only for a column of very small or very large numbers.
   */
  public double unit() {
    return scale().unit();
  }

  /** Returns whether the values are text, and not numbers. */
  public boolean isText() {
    return kind.isNamed() || kind.isTemporal();
  }

  /** This column without missing values. */
  public TableColumn complete() {
    return new TableColumn(name, kind, coding, Gaps.NONE);
  }

  /** The outcomes of a column of names. */
  public CategoryCell categories() {
    return coding instanceof NameCoding named
        ? named.categories()
        : new CategoryCell(names().size());
  }

  public boolean hasGaps() {
    return gaps.exist();
  }

  /** Returns a number of the column's domain, in place of a missing one. */
  public float filler() {
    return kind.filler(scale()::number);
  }

  /**
   * Reads a cell as a number for the flow.
   *
   * @return the number; NaN where the value is missing
   * @throws IllegalArgumentException if it does not suit the column
   */
  public float value(RowCursor row, int index, Unseen unseen) {
    if (isText()) {
      String text = row.text(index);
      if (text == null) {
        return Float.NaN;
      }
      return named(text, unseen);
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

  /**
   * Returns a cell as it stands.
   *
   * @return a text, or a number; an empty text or NaN where the value is missing
   * @throws IllegalArgumentException if it is a text in place of a number
   */
  public Object cell(RowCursor row, int index) {
    double number = isText() ? Double.NaN : row.number(index);
    String text = Double.isNaN(number) ? row.text(index) : null;
    return Double.isNaN(number) ? cell(text == null ? "" : text) : (Object) number;
  }

  /** Returns the cell of a text, as {@link #cell(RowCursor, int)} does. */
  public Object cell(String text) {
    if (isText() || Numbers.isMissing(text)) {
      return Numbers.isMissing(text) ? missing() : text;
    }
    float unused = parse(text);
    return coding.read(text);
  }

  /** Returns the number for the flow of a cell as {@link #cell} returns it; NaN where it misses. */
  public float value(Object cell, Unseen unseen) {
    if (cell instanceof String text) {
      return text.isEmpty() ? Float.NaN : named(text, unseen);
    }
    double number = ((Number) cell).doubleValue();
    return Double.isNaN(number) ? Float.NaN : number(number);
  }

  private float named(String text, Unseen unseen) {
    return unseen == Unseen.MODEL && coding instanceof NameCoding names && names.canBeUnseen()
        ? names.placeOrUnseen(text)
        : parse(text);
  }

  private static String hint(String text) {
    return Double.isNaN(Numbers.parse(text.replace(',', '.'))) ? "" : " with a decimal point";
  }

  /**
   * Checks a number.
   *
   * @param value the number in the data
   * @return the number for the flow
   * @throws IllegalArgumentException if it does not suit the column
   */
  float number(double value) {
    double seen = seen(value);
    String wanted = wanted(seen);
    if (wanted != null) {
      throw rejected(Numbers.text(value), wanted);
    }
    return coding instanceof NumberCoding numbers ? numbers.number(seen) : (float) seen;
  }

  /**
   * Returns zero for negative zero and for denormal numbers, below 2.2e-308, which TensorFlow
   * computes with as zero; another value as it is.
   */
  public static double seen(double value) {
    return Math.abs(value) < Double.MIN_NORMAL ? 0 : value;
  }

  private @Nullable String wanted(double value) {
    boolean isHeld = Float.isFinite((float) scale().number(value));
    if (!isHeld && !coding.masses().contains(value)) {
      return "expected a number up to " + Numbers.text(scale().unit() * Float.MAX_VALUE);
    }
    String wanted = kind.unsuitable(value, scale().number(value)).orElse(null);
    if (wanted == null || !hasZeroBesideRange()) {
      return wanted;
    }
    return value == 0 ? null : wanted + ", or zero";
  }

  /** Returns whether zero is a mass of numbers whose kind it does not suit. */
  public boolean hasZeroBesideRange() {
    return coding.masses().contains(0.0) && kind.unsuitable(0, scale().number(0)).isPresent();
  }

  /**
   * Reads a value given as text.
   *
   * @param text a number, a category, a date or a time
   * @return the number for the flow
   * @throws IllegalArgumentException if it does not suit the column
   */
  public float parse(String text) {
    double value = coding.read(text);
    if (Double.isNaN(value)) {
      throw rejected(text, "expected " + coding.expected() + (isText() ? "" : hint(text)));
    }
    return isText() ? (float) value : number(value);
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
   *     without gaps, or a {@link Double}
   */
  public Object decoded(float x) {
    return typed(coding.written(x));
  }

  /** Returns the value of a number of the flow before it is rounded; for text that number. */
  public double unscaled(double x) {
    return scale().value(x);
  }

  /**
   * Converts a number that was drawn to a value of the column. Draws beyond the range of the data
   * become its ends.
   *
   * @param x the number
   * @return a value as {@link #decoded} returns it
   */
  public Object drawn(float x) {
    return typed(coding.drawn(x));
  }

  /** Returns a value as {@link #decoded} returns it. */
  Object typed(Object value) {
    if (!(value instanceof Double number)) {
      return value;
    }
    double suitable = kind.isWhole() ? Math.max(kind.low(), number) : number;
    return isLong() ? (Object) (long) suitable : (Object) suitable;
  }

  /** Returns whether values are {@link Long}: whole numbers without gaps. */
  public boolean isLong() {
    return kind.isWhole() && !hasGaps();
  }

  /** Returns what stands for a missing value: an empty text, or NaN. */
  public Object missing() {
    return isText() ? "" : (Object) Double.NaN;
  }
}
