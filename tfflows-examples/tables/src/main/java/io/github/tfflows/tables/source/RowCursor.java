package io.github.tfflows.tables.source;

import io.github.tfflows.tables.text.Numbers;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A pass over the rows of a table. */
public interface RowCursor extends Closeable {
  /**
   * Advances to the next row; returns false at the end.
   *
   * @throws IllegalArgumentException if the row has another number of values
   */
  boolean next() throws IOException;

  /**
   * Returns the position of the row for messages, such as {@code row 16 (line 17)}, counted from 1.
   */
  String place();

  /**
   * Returns the message of a problem in a row, without the name of the table and the row before it.
   */
  default String reason(String table, IllegalArgumentException problem) {
    String place = "%s, %s, ".formatted(table, place());
    String reason = String.valueOf(problem.getMessage());
    return reason.startsWith(place) ? reason.substring(place.length()) : reason;
  }

  /** Returns the cell of a column, counted from zero, as text, or null if the value is missing. */
  @Nullable String text(int column);

  /**
   * Returns the cell of a column, counted from zero, as a number; NaN if the value is missing or
   * not a number.
   */
  default double number(int column) {
    String text = text(column);
    return text == null ? Double.NaN : Numbers.parse(text);
  }

  /** A pass that delegates to another one, except for the methods that it overrides. */
  interface Following extends RowCursor {
    /** Returns the pass that this one delegates to. */
    RowCursor rows();

    @Override
    default boolean next() throws IOException {
      return rows().next();
    }

    @Override
    default String place() {
      return rows().place();
    }

    @Override
    default @Nullable String text(int column) {
      return rows().text(column);
    }

    @Override
    default double number(int column) {
      return rows().number(column);
    }

    @Override
    default void close() throws IOException {
      rows().close();
    }
  }
}
