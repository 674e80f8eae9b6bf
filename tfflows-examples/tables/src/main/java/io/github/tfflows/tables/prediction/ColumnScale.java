package io.github.tfflows.tables.prediction;

import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;

/**
 * The values of a column without names as numbers: dates as days since the first of January 1970,
 * timestamps as seconds since then. The numbers of the flow are others.
 *
 * @param isExact whether numbers are in double precision
 */
record ColumnScale(TableColumn column, boolean isExact) {
  /** A value this close to a multiple of the step, in steps, counts as the multiple. */
  private static final double ROUNDING = 1e-6;

  /** The scale of numbers in single precision. */
  ColumnScale(TableColumn column) {
    this(column, false);
  }

  private double stored(double x) {
    return isExact ? x : (float) x;
  }

  private double before(double x) {
    return isExact ? Math.nextDown(x) : Math.nextDown((float) x);
  }

  private double epoch() {
    return column.coding() instanceof TimeCoding time ? time.epoch() : 0;
  }

  /** The value of a number of the flow, rounded as the column is. */
  double value(double x) {
    if (column.coding() instanceof TimeCoding time) {
      return time.rounded(x) + time.epoch();
    }
    Object value = column.spacing() > 0 ? column.coding().written(x) : column.decoded((float) x);
    return ((Number) column.typed(value)).doubleValue();
  }

  /** The number of the value to which a number is rounded. */
  double held(double x) {
    if (column.spacing() == 0) {
      return stored(x);
    }
    if (column.coding() instanceof TimeCoding time) {
      double rounded = time.rounded(x);
      return isExact ? rounded : time.number(rounded);
    }
    return stored(column.scale().number(value(x)));
  }

  /** The value of a number before it is rounded. */
  double unrounded(double x) {
    return column.coding() instanceof TimeCoding time ? x + time.epoch() : column.unscaled(x);
  }

  /** The number of a value of the column. */
  float number(Object value) {
    if (column.coding() instanceof TimeCoding time && value instanceof Number number) {
      return time.number(number.doubleValue() - time.epoch());
    }
    return column.parse(text(value));
  }

  /**
   * The number of a cell in double precision. A column that follows from others can be finer than
   * single precision, such as the second of a time some decades away.
   */
  double exact(Object cell) {
    if (column.coding() instanceof TimeCoding time) {
      return time.read(cell.toString());
    }
    return column.scale().number(((Number) cell).doubleValue());
  }

  private static String text(Object value) {
    return value instanceof Number number ? Numbers.text(number.doubleValue()) : value.toString();
  }

  /**
   * The greatest number that stands for a value or for one below it. Rounded values are spread over
   * their steps.
   */
  double upTo(Object value) {
    return column.step() == 0
        ? stored(coded(real(value)))
        : within(coded(Math.floor(steps(value) + ROUNDING) * column.step()));
  }

  /** The greatest number that stands for a value below this one. */
  double under(Object value) {
    return column.step() == 0
        ? before(upTo(value))
        : below(coded(Math.ceil(steps(value) - ROUNDING) * column.step()));
  }

  private double steps(Object value) {
    return (real(value) - epoch()) / column.step();
  }

  /** The number of a value since the epoch: that of its mass, if this is elsewhere. */
  private double coded(double value) {
    double exact = column.scale().number(value);
    float number = column.coding().number(value);
    return number == (float) exact ? exact : number;
  }

  /** The greatest number that is below all numbers that stand for the value of {@code x}. */
  double below(double x) {
    double held = stored(x);
    return Math.min(stored(held - column.spacing() / 2), before(held));
  }

  /** The greatest number that stands for the value of {@code x}. */
  double within(double x) {
    return stored(stored(x) + column.spacing() / 2);
  }

  /** A value as a real number. It need not be a value of the column. */
  double real(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (column.coding() instanceof TimeCoding time) {
      float unused = column.parse(value.toString());
      return time.read(value.toString()) + time.epoch();
    }
    double number = Numbers.parse(value.toString());
    if (Double.isNaN(number)) {
      throw new IllegalArgumentException(
          "column %s: got \"%s\", expected a number"
              .formatted(Excerpt.of(column.name()), Excerpt.of(value.toString())));
    }
    return number;
  }

  /** The least number that has a density, or is a mass. */
  double low() {
    return column.scale().number(column.kind().low()) - column.spacing() / 2;
  }

  /** The greatest number that has a density, or is a mass. */
  double high() {
    return column.scale().number(column.kind().high()) + column.spacing() / 2;
  }

  /** The text of a value as the column is written. */
  String text(double value) {
    return column.coding() instanceof TimeCoding time
        ? time.written(value - time.epoch())
        : Numbers.text(value);
  }
}
