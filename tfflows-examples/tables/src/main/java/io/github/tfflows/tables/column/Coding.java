package io.github.tfflows.tables.column;

import java.util.List;

/** The numbers by which a column's cells enter a model, and the values in place of drawn ones. */
public interface Coding {
  /** Returns the number of a cell; NaN if the text is no value of the column. */
  double read(String text);

  /** Returns the value of a number. */
  Object written(double x);

  /** Returns the value in place of a number that was drawn, within the range of the data. */
  default Object drawn(double x) {
    return written(x);
  }

  /** Returns the texts that are expected, for a message. */
  String expected();

  /** Returns the spacing of the values; zero for none. */
  default double step() {
    return 0;
  }

  /** Returns the spacing of the numbers; zero for none. */
  default double spacing() {
    return step();
  }

  /** Returns the values that have a probability of their own, where others have a density. */
  default List<Double> masses() {
    return List.of();
  }

  /** Returns the numbers of the masses. */
  default List<Double> massesOfNumbers() {
    return List.of();
  }

  /**
   * Returns the value of the number zero: of moments in ISO 8601; empty where it is zero, or values
   * are names.
   */
  default String zero() {
    return "";
  }

  /** Returns the names with the numbers 0, 1 and so on; empty where the values are no names. */
  default List<String> names() {
    return List.of();
  }
}
