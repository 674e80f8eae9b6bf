package io.github.tfflows.cli.file.format;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A table that is written row by row. */
public interface RowSink extends Closeable {
  /**
   * Writes a row of values, one for each column, of its type; NaN for a missing number. A number
   * may be a text, which CSV writes unchanged.
   */
  void write(List<Object> values) throws IOException;

  /**
   * Completes the table. Closing without it leaves nothing behind.
   *
   * @throws IOException if the end cannot be written
   */
  void commit() throws IOException;
}
