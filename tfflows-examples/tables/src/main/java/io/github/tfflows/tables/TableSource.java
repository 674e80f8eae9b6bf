package io.github.tfflows.tables;

import java.io.IOException;
import java.util.List;

/** Rows of a table that can be read as often as needed: a file, a query, a list. */
public interface TableSource {
  /**
   * Returns what messages call the table.
   *
   * @return for instance the path of a file
   */
  String name();

  /**
   * Returns the names of the columns.
   *
   * @return the names in order, each once
   */
  List<String> columns();

  /**
   * Begins a pass over the rows.
   *
   * @return a cursor before the first row, to be closed
   * @throws IOException if the table cannot be read
   */
  RowCursor open() throws IOException;

  /**
   * Returns a table in memory.
   *
   * @param name the name in messages
   * @param columns the names of the columns, each once
   * @param rows the cells as text, row by row
   * @return the table
   * @throws IllegalArgumentException if a row has another number of cells
   */
  static TableSource of(String name, List<String> columns, List<List<String>> rows) {
    return new ListSource(name, columns, rows);
  }

  /**
   * Finds a column.
   *
   * @param name its name
   * @return its index
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  default int indexOf(String name) {
    int index = columns().indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "%s has no column \"%s\"; it has %s"
              .formatted(name(), Excerpt.of(name), Excerpt.of(columns())));
    }
    return index;
  }
}
