package io.github.tfflows.tables;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Goes through the rows of a table, one after another. */
public interface RowCursor extends Closeable {
  /**
   * Goes to the next row.
   *
   * @return false at the end
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if the row is not like the others
   */
  boolean next() throws IOException;

  /**
   * Returns where the row is, for messages.
   *
   * @return for instance {@code row 16 (line 17)}; the first row is 1
   */
  String place();

  /**
   * Returns a cell as text.
   *
   * @param column its index
   * @return the text, or nothing where the value is missing
   */
  @Nullable String text(int column);

  /**
   * Returns a cell as a number.
   *
   * @param column its index
   * @return the number; NaN where the value is missing or no number
   */
  double number(int column);
}
