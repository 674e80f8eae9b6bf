package io.github.tfflows.tables.column;

import io.github.tfflows.tables.cell.MassNumbers;
import io.github.tfflows.tables.text.Numbers;
import java.util.List;

/** The conversion between a column's cells and numbers of a model. */
public interface Coding {
  /** Returns the number of a cell; NaN if the text is not a value of the column. */
  double read(String text);

  /** Returns the number for the flow, in single precision, of a number that was read. */
  default float number(double read) {
    return (float) read;
  }

  /** Returns the value of a number. */
  Object written(double x);

  /** Returns the value of a drawn number, within the range of the data. */
  default Object drawn(double x) {
    return written(x);
  }

  /**
   * Returns the same coding, with a range of draws that contains the values of numbers, too.
   * Numbers of single precision that round an end of the range do not move it.
   */
  default Coding reaching(double... numbers) {
    return this;
  }

  /** Returns a description of the expected texts, for messages. */
  String expected();

  /** Returns the step of the values; zero for none. */
  default double step() {
    return 0;
  }

  /** Returns the step of the numbers; zero for none. */
  default double spacing() {
    return step();
  }

  /** Returns the point masses and their numbers; none by default. */
  default MassNumbers massNumbers() {
    return MassNumbers.NONE;
  }

  /**
   * Returns the same coding with some of its point masses. Its range of draws does not contain the
   * others until it {@linkplain #reaching reaches} them.
   */
  default Coding withMasses(MassNumbers some) {
    return this;
  }

  /** Returns the point masses, as {@link #read} returns them. */
  default List<Double> masses() {
    return massNumbers().values();
  }

  /** Returns whether the values of the data are the numbers 0 and 1. */
  default boolean isBinary() {
    return false;
  }

  /** Returns the texts of the point masses. */
  default List<String> massTexts() {
    return masses().stream().map(Numbers::text).toList();
  }

  /**
   * Returns the value of the number zero, for dates and times in ISO 8601; empty if it is zero, or
   * values are names.
   */
  default String zero() {
    return "";
  }

  /** Returns the names with the numbers 0, 1 and so on; empty if the values are not names. */
  default List<String> names() {
    return List.of();
  }
}
