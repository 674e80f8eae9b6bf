package io.github.tfflows.cli.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Where rows of a table go. */
public interface RowSink extends Closeable {
  /**
   * Writes a row.
   *
   * @param values one for each column, of its type
   * @throws IOException if it cannot be written
   */
  void write(List<Object> values) throws IOException;

  /**
   * Says that all rows are written; without it, closing leaves nothing behind.
   *
   * @throws IOException if the end cannot be written
   */
  void commit() throws IOException;
}
