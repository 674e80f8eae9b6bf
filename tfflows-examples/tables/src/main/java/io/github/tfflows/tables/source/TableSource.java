package io.github.tfflows.tables.source;

import java.io.IOException;
import java.util.List;

/** Rows of a table that can be read as often as needed: a file, a query, a list. */
public interface TableSource {
  /** Returns the name of the table in messages, such as the path of a file. */
  String name();

  /** Returns the names of the columns in order, each once. */
  List<String> columns();

  /** Begins a pass over the rows with a cursor before the first one, to be closed. */
  RowCursor open() throws IOException;

  /**
   * Returns the index of a column.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  default int indexOf(String name) {
    return new Header(name(), columns()).indexOf(name);
  }

  /**
   * Returns the index of a column that rows need not have; negative where its value is missing in
   * every row.
   *
   * @throws IllegalArgumentException if there is none, and its absence is no missing value
   */
  default int indexOfOptional(String name) {
    return indexOf(name);
  }

  /**
   * Checks columns that rows need not have.
   *
   * @throws IllegalArgumentException if there are not all, and their absence is no missing value
   */
  default void requireOptional(List<String> names) {
    new Header(name(), columns()).require(names);
  }

  /** A table that delegates to another one, except for the methods that it overrides. */
  interface Following extends TableSource {
    /** Returns the table that this one delegates to. */
    TableSource all();

    @Override
    default String name() {
      return all().name();
    }

    @Override
    default List<String> columns() {
      return all().columns();
    }

    @Override
    default int indexOfOptional(String name) {
      return all().indexOfOptional(name);
    }

    @Override
    default void requireOptional(List<String> names) {
      all().requireOptional(names);
    }
  }
}
