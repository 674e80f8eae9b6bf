package io.github.tfflows.tables.source;

import io.github.tfflows.tables.text.Excerpt;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table in memory, with its name in messages and a treatment of columns that it does not have.
 */
record MemorySource(String name, List<String> columns, int count, Cells cells, Others others)
    implements TableSource {
  /** The columns that a table does not have. */
  enum Others {
    /** Asking for one is a mistake. */
    UNKNOWN,

    /** Their values are missing, since no row needs to have them. */
    MISSING
  }

  MemorySource {
    Set<String> names = new HashSet<>();
    for (String column : columns) {
      if (!names.add(Objects.requireNonNull(column, () -> name + ": the name of a column"))) {
        throw new IllegalArgumentException(
            "%s has two columns \"%s\", expected each name once"
                .formatted(name, Excerpt.of(column)));
      }
    }
    columns = List.copyOf(columns);
  }

  /** The values of a table by row and column, from zero. */
  interface Cells {
    @Nullable Object at(int row, int column);
  }

  static TableSource ofRows(String name, List<String> columns, List<? extends List<?>> rows) {
    List<? extends List<?>> copy = copied(name, rows);
    for (int i = 0; i < copy.size(); i++) {
      if (copy.get(i).size() != columns.size()) {
        throw new IllegalArgumentException(
            "%s, row %s: %s values, expected %s"
                .formatted(name, i + 1, copy.get(i).size(), columns.size()));
      }
    }
    return new MemorySource(
        name, columns, copy.size(), (row, column) -> copy.get(row).get(column), Others.UNKNOWN);
  }

  static TableSource ofMaps(String name, List<? extends Map<String, ?>> rows) {
    List<? extends Map<String, ?>> copy = copied(name, rows);
    Set<String> names = new LinkedHashSet<>();
    copy.forEach(row -> names.addAll(row.keySet()));
    List<String> columns = new ArrayList<>(names);
    return new MemorySource(
        name,
        columns,
        copy.size(),
        (row, column) -> copy.get(row).get(columns.get(column)),
        Others.MISSING);
  }

  static <R extends Record> TableSource ofRecords(
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
        Others.UNKNOWN);
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
          "the record %s cannot be read; expected a public one, or a module that opens its package"
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

  static TableSource ofColumns(String name, Map<String, ?> columns) {
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
        Others.UNKNOWN);
  }

  private static Object array(String name, String column, @Nullable Object values) {
    Objects.requireNonNull(values, () -> "%s, column %s".formatted(name, Excerpt.of(column)));
    if (values instanceof List<?> list) {
      return list.toArray();
    }
    if (!values.getClass().isArray()) {
      throw new IllegalArgumentException(
          "%s, column %s: got a %s, expected an array or a list"
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

  @Override
  public int indexOfOptional(String column) {
    return others == Others.MISSING ? columns.indexOf(column) : indexOf(column);
  }

  @Override
  public RowCursor open() {
    return new Cursor();
  }

  private final class Cursor implements RowCursor {
    private int row;

    @Override
    public boolean next() {
      row++;
      return row <= count;
    }

    @Override
    public String place() {
      return "row " + row;
    }

    @Override
    public @Nullable String text(int column) {
      return Values.text(
          cells.at(row - 1, column),
          () -> "%s, %s, column %s".formatted(name, place(), Excerpt.of(columns.get(column))));
    }

    @Override
    public double number(int column) {
      return Values.number(cells.at(row - 1, column));
    }

    @Override
    public void close() {}
  }
}
