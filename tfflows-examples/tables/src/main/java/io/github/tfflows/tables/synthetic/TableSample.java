package io.github.tfflows.tables.synthetic;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.source.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Rows of a table as they would be in a file: numbers are rounded to their steps, and missing
 * values marked.
 *
 * @param columns the modelled columns, and then the given ones
 * @param modelled the number of modelled columns
 */
public record TableSample(List<SampleColumn> columns, int modelled, int count) {
  /**
   * Copies the list and counts the values.
   *
   * @throws IllegalArgumentException if a column has another number of values
   */
  public TableSample {
    columns = List.copyOf(columns);
    for (SampleColumn column : columns) {
      if (column.values().length != count) {
        throw new IllegalArgumentException(
            "expected %s values in column %s, got %s"
                .formatted(count, column.name(), column.values().length));
      }
    }
  }

  /** Creates a sample of columns that are all modelled, at least one. */
  public TableSample(List<SampleColumn> columns) {
    this(columns, columns.size(), columns.get(0).values().length);
  }

  /** Converts events and contexts of a model. The context is not read if no columns are given. */
  public static TableSample of(TableSchema schema, Rows x, Rows context) {
    return of(schema, x, context, TableColumn::decoded);
  }

  /** Converts draws, as {@link #of} converts rows of a table. */
  public static TableSample ofDraws(TableSchema schema, Rows x, Rows context) {
    return of(schema, x, context, TableColumn::drawn);
  }

  private static TableSample of(
      TableSchema schema, Rows x, Rows context, BiFunction<TableColumn, Float, Object> value) {
    List<SampleColumn> columns = new ArrayList<>();
    for (int i = 0; i < schema.modelled().size(); i++) {
      columns.add(column(schema.modelled().get(i), schema.layout().values(x, i), value));
    }
    for (int i = 0; i < schema.given().size(); i++) {
      float[] values = schema.context().values(context, i);
      columns.add(column(schema.given().get(i), values, TableColumn::decoded));
    }
    return new TableSample(columns, schema.modelled().size(), x.count());
  }

  private static SampleColumn column(
      TableColumn column, float[] numbers, BiFunction<TableColumn, Float, Object> value) {
    double[] values =
        IntStream.range(0, numbers.length)
            .mapToDouble(row -> number(column, numbers[row], value))
            .toArray();
    return new SampleColumn(
        column.name(),
        column.kind().isNamed() ? SampleColumn.Level.NAME : SampleColumn.Level.NUMBER,
        values);
  }

  private static double number(
      TableColumn column, float number, BiFunction<TableColumn, Float, Object> of) {
    if (Float.isNaN(number)) {
      return Double.NaN;
    }
    if (column.kind().isNamed()) {
      int last = column.names().size(); // a name that never occurred
      return Math.min(last, Math.max(0, Math.round(number)));
    }
    Object value = of.apply(column, number);
    return value instanceof Number converted
        ? converted.doubleValue()
        : column.parse(String.valueOf(value));
  }

  /** Returns a copy of neighbouring rows. */
  public TableSample slice(int from, int to) {
    return select(IntStream.range(from, to).toArray());
  }

  /** Returns the first rows, at most {@code most}. */
  public TableSample first(int most) {
    return most >= count ? this : slice(0, most);
  }

  /** Returns a copy of chosen rows. */
  public TableSample select(int... rows) {
    return new TableSample(
        columns.stream().map(column -> column.select(rows)).toList(), modelled, rows.length);
  }

  /** Returns the sample without a column. */
  public TableSample without(int index) {
    List<SampleColumn> others = new ArrayList<>(columns);
    others.remove(index);
    return new TableSample(others, index < modelled ? modelled - 1 : modelled, count);
  }

  /** Returns these rows, followed by the rows of another sample of the same columns. */
  public TableSample followedBy(TableSample other) {
    List<SampleColumn> all = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      SampleColumn column = columns.get(i);
      double[] values =
          DoubleStream.concat(
                  DoubleStream.of(column.values()), DoubleStream.of(other.columns.get(i).values()))
              .toArray();
      all.add(new SampleColumn(column.name(), column.level(), values));
    }
    return new TableSample(all, modelled, count + other.count);
  }

  /**
   * Finds a column.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public int indexOf(String name) {
    List<String> names = columns.stream().map(SampleColumn::name).toList();
    return new Header("the model", names).indexOf(name);
  }
}
