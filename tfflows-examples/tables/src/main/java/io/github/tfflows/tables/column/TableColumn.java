package io.github.tfflows.tables.column;

import io.github.tfflows.core.graph.Require;
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a model.
 *
 * @param name the name in the table's header
 * @param coding the conversion between cells and numbers of the model
 * @param gaps the share of rows without a value, below one. If it is positive, the model has a
 *     probability of missing values
 */
public record TableColumn(String name, ColumnKind kind, Coding coding, double gaps) {
  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if it is negative, one or more, or NaN
   */
  public TableColumn {
    Require.share("gaps", gaps);
  }

  /**
   * Creates a column without missing values, of numbers (without names), or of categories with the
   * indices 0, 1 and so on.
   *
   * @throws IllegalArgumentException if the kind is boolean, date, time or timestamp: {@code
   *     TableScan} detects their formats
   */
  public TableColumn(String name, ColumnKind kind, List<String> names) {
    this(name, kind, coding(kind, names), 0);
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
   * Returns the step of the values, such as 0.01 for two decimals; zero for none. For dates it is
   * in days, for times in seconds.
   */
  public double step() {
    return coding.step();
  }

  /** Returns the step of the numbers of the flow; zero for none. */
  public double spacing() {
    return coding.spacing();
  }

  /** Returns the point masses, in numbers of the flow. */
  public PointMasses masses() {
    return new PointMasses(coding.massNumbers().numbers(), spacing(), step());
  }

  /** Returns origin and unit of the numbers of the flow; times and names have none. */
  public Scale scale() {
    return coding instanceof NumberCoding numbers ? numbers.scale() : Scale.PLAIN;
  }

  /**
   * Checks that the values have an order, on which quantiles depend.
   *
   * @throws IllegalArgumentException if they are on a circle
   */
  public void requireOrdered() {
    if (kind.cycle().isPresent()) {
      throw new IllegalArgumentException(
          "column %s: its values are on a circle (%s), and have no quantiles"
              .formatted(Excerpt.of(name), kind.text()));
    }
  }

  /**
   * Returns the unit of the flow's numbers, in units of the values. Densities of numbers and of
   * values differ by this factor. It differs from one only for very small or very large numbers.
   */
  public double unit() {
    return scale().unit();
  }

  /** Returns whether the values are text rather than numbers. */
  public boolean isText() {
    return kind.isNamed() || kind.isTemporal();
  }

  /** Returns this column without missing values. */
  public TableColumn complete() {
    return new TableColumn(name, kind, coding, 0);
  }

  /** Returns this column with another coding of the same kind. */
  public TableColumn with(Coding other) {
    return new TableColumn(name, kind, other, gaps);
  }

  /** Returns the outcomes of a column of names. */
  public CategoryCell categories() {
    return coding instanceof NameCoding named
        ? named.categories()
        : new CategoryCell(names().size());
  }

  public boolean hasGaps() {
    return gaps > 0;
  }

  /** Returns a number of the column's domain, in place of a missing value. */
  public float filler() {
    return kind.filler(scale()::number);
  }

  /**
   * Reads a cell as a number for the flow; NaN if the value is missing.
   *
   * @throws IllegalArgumentException if it does not suit the column
   */
  public float value(RowCursor row, int index, Unseen unseen) {
    if (isText()) {
      String text = row.text(index);
      return text == null ? Float.NaN : named(text, unseen);
    }
    double number = row.number(index);
    if (Double.isNaN(number)) {
      String text = row.text(index);
      return text == null ? Float.NaN : parse(text);
    }
    return number(number);
  }

  /**
   * Returns a cell unchanged, a text or a number; an empty text or NaN if the value is missing.
   *
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

  /** Returns the number for the flow of a cell from {@link #cell}; NaN if it is missing. */
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
   * Checks a number, and returns the number for the flow.
   *
   * @throws IllegalArgumentException if it does not suit the column
   */
  public float number(double value) {
    double seen = seen(value);
    String wanted = wanted(seen);
    if (wanted != null) {
      throw rejected(Numbers.text(value), wanted);
    }
    return coding.number(seen);
  }

  /** Returns whether the kind has the number of a cell; of text and missing values, it does. */
  public boolean suits(Object cell) {
    return !(cell instanceof Number number)
        || Double.isNaN(number.doubleValue())
        || wanted(seen(number.doubleValue())) == null;
  }

  /**
   * Returns whether a number is above zero if all numbers of the data are, and not below zero if
   * none is. It is true of text and missing values, and if the kind has a lower bound itself.
   */
  public boolean hasSignOfData(Object cell) {
    if (!(cell instanceof Number number && coding instanceof NumberCoding numbers)
        || Double.isFinite(kind.low())) {
      return true;
    }
    double value = seen(number.doubleValue());
    return !(value < 0 && numbers.least() >= 0) && !(value == 0 && numbers.least() > 0);
  }

  /** Returns whether a number is a point mass, if the data are few point masses alone. */
  public boolean hasMassOfData(Object cell) {
    return !(cell instanceof Number number && coding instanceof NumberCoding numbers)
        || numbers.mayBe(seen(number.doubleValue()));
  }

  /**
   * Returns the lower bound of draws: that of the kind, or zero if no number of the data is below.
   */
  public double low() {
    boolean isFromZero = coding instanceof NumberCoding numbers && numbers.least() >= 0;
    return isFromZero ? Math.max(0, kind.low()) : kind.low();
  }

  /**
   * Returns zero for negative zero and for denormal numbers (below 2.2e-308), which TensorFlow
   * treats as zero; other values unchanged.
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

  /** Returns whether zero is a point mass although the kind excludes it. */
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
    return isText() ? coding.number(value) : number(value);
  }

  private IllegalArgumentException rejected(String text, String wanted) {
    return new IllegalArgumentException(
        "column %s: got \"%s\", %s (its kind is %s)"
            .formatted(Excerpt.of(name), Excerpt.of(text), wanted, kind.text()));
  }

  /**
   * Converts a number of the flow to a value of the column.
   *
   * @return a {@link String} for categories, dates and times, a {@link Long} for whole numbers
   *     without gaps, or a {@link Double}
   */
  public Object decoded(float x) {
    return typed(coding.written(x));
  }

  /** Returns the value of a number of the flow before rounding; for text the number itself. */
  public double unscaled(double x) {
    return scale().value(x);
  }

  /**
   * Converts a drawn number to a value of the column, as {@link #decoded} does, clipped to the
   * range of the data.
   */
  public Object drawn(float x) {
    return typed(coding.drawn(x));
  }

  /** Returns a value as draws have it: whole numbers that cannot be missing are {@link Long}. */
  public Object typed(Object value) {
    if (!(value instanceof Double number)) {
      return value;
    }
    return whole(kind.isWhole() ? Math.max(kind.low(), number) : number);
  }

  /** Returns a number as a value of the column, even beyond its kind. */
  Object whole(double number) {
    return isLong() ? (Object) (long) number : (Object) number;
  }

  /** Returns whether all values of the data are 0 and 1, a choice of two. */
  public boolean isBinary() {
    return kind.isWhole() && coding.isBinary();
  }

  /** Returns whether values are {@link Long}: whole numbers without gaps. */
  public boolean isLong() {
    return kind.isWhole() && !hasGaps();
  }

  /** Returns the missing value: an empty text, or NaN. */
  public Object missing() {
    return isText() ? "" : (Object) Double.NaN;
  }
}
