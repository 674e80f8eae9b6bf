package io.github.tfflows.spark.row;

import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.text.Excerpt;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.jspecify.annotations.Nullable;

/**
 * The places of a table's columns in Spark's rows: fields, and entries of vectors.
 *
 * @param columns the columns in order
 */
public record InputColumns(List<Place> columns) implements Serializable {
  /** The entry of a field that is a number or text itself. */
  private static final int WHOLE = -1;

  /**
   * The place of a column.
   *
   * @param entry the place in the field's vector; -1 for the field itself
   * @param size the size of the vector
   */
  record Place(String name, int field, int entry, int size) implements Serializable {
    private @Nullable Object value(Row row) {
      Object value = row.get(field);
      if (entry == WHOLE || value == null) {
        return value;
      }
      if (!(value instanceof Vector vector) || vector.size() != size) {
        throw new IllegalArgumentException(
            "expected a vector of %s entries, got %s"
                .formatted(size, Excerpt.of(String.valueOf(value))));
      }
      return vector.apply(entry);
    }
  }

  /** The columns of the given names, read from fields whose names may differ. */
  public static InputColumns ofFields(StructType schema, List<String> fields, List<String> names) {
    if (fields.size() != names.size()) {
      throw new IllegalArgumentException(
          "expected %s input columns, got %s".formatted(names.size(), Excerpt.of(fields)));
    }
    return new InputColumns(
        IntStream.range(0, names.size())
            .mapToObj(i -> new Place(names.get(i), plain(schema, fields.get(i)), WHOLE, 1))
            .toList());
  }

  /**
   * The columns of a table.
   *
   * @param columns all columns, which the rows may lack
   * @param required the columns that rows must have
   */
  public static InputColumns ofTable(
      StructType schema, List<TableColumn> columns, List<TableColumn> required) {
    List<String> fields = Arrays.asList(schema.fieldNames());
    List<String> names =
        columns.stream()
            .filter(column -> required.contains(column) || fields.contains(column.name()))
            .map(TableColumn::name)
            .toList();
    return ofFields(schema, names, names);
  }

  public static InputColumns ofVector(StructType schema, String field, List<String> names) {
    int place = field(schema, field);
    int size = names.size();
    return new InputColumns(
        IntStream.range(0, size).mapToObj(i -> new Place(names.get(i), place, i, size)).toList());
  }

  /** The names of a vector's entries: {@code features_0} and so on. */
  public static List<String> entryNames(String vector, int size) {
    return IntStream.range(0, size).mapToObj(i -> vector + "_" + i).toList();
  }

  /** Returns the place of a field whose values are not lists, bytes or lengths of time. */
  private static int plain(StructType schema, String name) {
    int place = field(schema, name);
    DataType type = schema.fields()[place].dataType();
    if (type instanceof ArrayType
        || type instanceof MapType
        || type instanceof StructType
        || type instanceof UserDefinedType
        || type instanceof BinaryType
        || type instanceof DayTimeIntervalType
        || type instanceof YearMonthIntervalType
        || type instanceof CalendarIntervalType) {
      throw new IllegalArgumentException(
          "the column \"%s\" is of the type %s; expected numbers, texts, truth values or dates"
              .formatted(Excerpt.of(name), type.simpleString()));
    }
    return place;
  }

  private static int field(StructType schema, String name) {
    List<String> names = Arrays.asList(schema.fieldNames());
    int place = names.indexOf(name);
    if (place < 0) {
      throw new IllegalArgumentException(
          "the dataset has no column \"%s\"; it has %s"
              .formatted(Excerpt.of(name), Excerpt.of(names)));
    }
    return place;
  }

  public InputColumns followedBy(InputColumns others) {
    return new InputColumns(Stream.concat(columns.stream(), others.columns.stream()).toList());
  }

  public List<String> names() {
    return columns.stream().map(Place::name).toList();
  }

  /** Returns the value of a column; null where it is missing. */
  @Nullable Object value(Row row, int column) {
    return columns.get(column).value(row);
  }
}
