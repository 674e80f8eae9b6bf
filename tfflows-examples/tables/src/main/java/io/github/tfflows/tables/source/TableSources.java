package io.github.tfflows.tables.source;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Tables in memory, and those of queries by JDBC. */
public final class TableSources {
  /**
   * Returns a table in memory.
   *
   * @param name the name in messages
   * @param columns the names of the columns, each once
   * @param rows the cells as text, row by row
   * @throws IllegalArgumentException if a row has another number of cells
   */
  public static TableSource of(String name, List<String> columns, List<List<String>> rows) {
    return MemorySource.ofRows(name, columns, rows);
  }

  /**
   * Returns a table in memory whose rows are maps from columns to values. A value is missing where
   * a map has no such key, null or NaN; that of a column whose key no map has is missing in all.
   *
   * @param name the name in messages
   * @param rows numbers, text, times of {@code java.time} and the like, optional values, or objects
   *     that stand for their text; the columns are all keys, in the order of their first appearance
   * @return the table; reading it refuses cells that are arrays, collections or lengths of time
   */
  public static TableSource ofMaps(String name, List<? extends Map<String, ?>> rows) {
    return MemorySource.ofMaps(name, rows);
  }

  /**
   * Returns a table in memory whose rows are records, one column for each component. A value is
   * missing where it is null or NaN.
   *
   * @param name the name in messages
   * @param <R> the type of the rows
   * @throws IllegalArgumentException if the record is in a package that its module does not open
   */
  public static <R extends Record> TableSource ofRecords(
      String name, Class<R> type, List<? extends R> rows) {
    return MemorySource.ofRecords(name, type, rows);
  }

  /**
   * Returns a table in memory of columns.
   *
   * @param name the name in messages
   * @param columns an array, such as a {@code double[]} or a {@code String[]}, or a list for each
   *     name, in the order of the map; a value is missing where it is null or NaN
   * @return the table, which does not copy arrays
   * @throws IllegalArgumentException if the columns differ in length, or are neither arrays nor
   *     lists
   */
  public static TableSource ofColumns(String name, Map<String, ?> columns) {
    return MemorySource.ofColumns(name, columns);
  }

  /**
   * Returns the table of a query by JDBC. Each pass runs the query again and reads its rows as they
   * arrive, with auto-commit off and a fetch size; nothing is committed. Some drivers need a
   * property of the connection, too: {@code jdbc_stream_results} for DuckDB, {@code useCursorFetch}
   * for MySQL.
   *
   * @param name the name in messages
   * @param database opens connections, for instance {@code dataSource::getConnection}
   * @param sql a query whose rows stay the same from pass to pass, in the same order
   * @throws IOException if the database refuses the query
   * @throws IllegalArgumentException if it returns no columns, or two of the same name
   */
  public static TableSource ofQuery(String name, ConnectionSource database, String sql)
      throws IOException {
    return QuerySource.of(name, database, sql);
  }

  private TableSources() {}
}
