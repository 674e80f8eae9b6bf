package io.github.tfflows.tables.source;

import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Creates tables in memory, and tables of JDBC queries. Files of CSV, Parquet and JSON are queries
 * of DuckDB ({@code org.duckdb:duckdb_jdbc}):
 *
 * <pre>{@code
 * TableSources.ofQuery(
 *     "orders", () -> DriverManager.getConnection("jdbc:duckdb:"), "SELECT * FROM 'orders.csv'");
 * }</pre>
 */
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
    List<? extends List<?>> copy = copied(name, rows);
    for (int i = 0; i < copy.size(); i++) {
      if (copy.get(i).size() != columns.size()) {
        throw new IllegalArgumentException(
            "%s, row %s: %s values, expected %s"
                .formatted(name, i + 1, copy.get(i).size(), columns.size()));
      }
    }
    return new MemorySource(
        name,
        columns,
        copy.size(),
        (row, column) -> copy.get(row).get(column),
        MemorySource.Others.UNKNOWN);
  }

  /**
   * Returns a table in memory whose rows are maps from columns to values. A value is missing where
   * a map has no such key, null, NaN, or a text such as {@code NA}. A column whose key no map has
   * is missing in all rows.
   *
   * @param name the name in messages
   * @param rows numbers, text, times of {@code java.time} and the like, optional values, or objects
   *     that stand for their text; the columns are all keys, in the order of their first appearance
   * @return the table; reading it refuses cells that are arrays, collections or lengths of time
   */
  public static TableSource ofMaps(String name, List<? extends Map<String, ?>> rows) {
    List<? extends Map<String, ?>> copy = copied(name, rows);
    Set<String> names = new LinkedHashSet<>();
    copy.forEach(row -> names.addAll(row.keySet()));
    List<String> columns = new ArrayList<>(names);
    return new MemorySource(
        name,
        columns,
        copy.size(),
        (row, column) -> copy.get(row).get(columns.get(column)),
        MemorySource.Others.MISSING);
  }

  /**
   * Returns a table in memory whose rows are records, one column for each component. A value is
   * missing where it is null, NaN, or a text such as {@code NA}.
   *
   * @param name the name in messages
   * @param <R> the type of the rows
   * @throws IllegalArgumentException if the record is in a package that its module does not open
   */
  public static <R extends Record> TableSource ofRecords(
      String name, Class<R> type, List<? extends R> rows) {
    RecordComponent[] components =
        Objects.requireNonNull(
            type.getRecordComponents(), () -> type.getName() + " has no components");
    List<R> copy = copied(name, rows);
    List<Method> accessors =
        Stream.of(components).map(component -> accessible(component.getAccessor())).toList();
    return new MemorySource(
        name,
        Stream.of(components).map(RecordComponent::getName).toList(),
        copy.size(),
        (row, column) -> component(accessors.get(column), copy.get(row)),
        MemorySource.Others.UNKNOWN);
  }

  /**
   * Returns a table in memory of columns.
   *
   * @param name the name in messages
   * @param columns an array, such as a {@code double[]} or a {@code String[]}, or a list for each
   *     name, in the order of the map; a value is missing where it is null, NaN, or a text such as
   *     {@code NA}
   * @return the table, which does not copy arrays
   * @throws IllegalArgumentException if the columns differ in length, or are neither arrays nor
   *     lists
   */
  public static TableSource ofColumns(String name, Map<String, ?> columns) {
    Map<String, Object> arrays = new LinkedHashMap<>();
    columns.forEach((column, values) -> arrays.put(column, array(name, column, values)));
    List<Object> inOrder = List.copyOf(arrays.values());
    int count = inOrder.isEmpty() ? 0 : Array.getLength(inOrder.get(0));
    arrays.forEach((column, values) -> requireLength(name, column, values, count));
    return new MemorySource(
        name,
        List.copyOf(arrays.keySet()),
        count,
        (row, column) -> Array.get(inOrder.get(column), row),
        MemorySource.Others.UNKNOWN);
  }

  /**
   * Returns the table of a query by JDBC. Each pass runs the query again and reads its rows as they
   * arrive, with auto-commit off and a fetch size; nothing is committed. Some drivers need a
   * property of the connection, too: {@code jdbc_stream_results} for DuckDB, {@code useCursorFetch}
   * for MySQL. Let DuckDB convert timestamps with a zone by {@code AT TIME ZONE 'UTC'}: its driver
   * returns them by the clock of the JVM's zone, and errs by an hour around changes of that clock.
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

  /** Returns a copy of the list, not of its rows. */
  private static <R> List<R> copied(String name, List<? extends R> rows) {
    int count = 0;
    for (R row : rows) {
      count++;
      if (row == null) {
        throw new NullPointerException("%s, row %s is null".formatted(name, count));
      }
    }
    return List.copyOf(rows);
  }

  private static Method accessible(Method accessor) {
    if (!accessor.trySetAccessible()) {
      throw new IllegalArgumentException(
          ("the record %s cannot be read; expected a public one in an exported package, or a module"
                  + " that opens its package")
              .formatted(accessor.getDeclaringClass().getName()));
    }
    return accessor;
  }

  private static @Nullable Object component(Method accessor, Record row) {
    try {
      return accessor.invoke(row);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          "%s of %s fails: %s".formatted(accessor.getName(), row, e.getCause()), e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("%s of %s fails".formatted(accessor.getName(), row), e);
    }
  }

  private static Object array(String name, String column, @Nullable Object values) {
    Objects.requireNonNull(values, () -> "%s, column %s".formatted(name, Excerpt.of(column)));
    if (values instanceof List<?> list) {
      return list.toArray();
    }
    if (!values.getClass().isArray()) {
      throw new IllegalArgumentException(
          "%s, column %s: expected an array or a list, got an object of the type %s"
              .formatted(name, Excerpt.of(column), values.getClass().getSimpleName()));
    }
    return values;
  }

  private static void requireLength(String name, String column, Object values, int count) {
    if (Array.getLength(values) != count) {
      throw new IllegalArgumentException(
          "%s, column %s: %s values, expected %s as in the first column"
              .formatted(name, Excerpt.of(column), Array.getLength(values), count));
    }
  }

  private TableSources() {}
}
