package io.github.tfflows.spark.row;

import io.github.tfflows.tables.text.Excerpt;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that the work of a model adds to rows.
 *
 * @param <R> the results of a chunk
 */
public record Outputs<R>(ChunkWork<R> work, List<Column<R>> columns) implements Serializable {
  /** The values of a column in the rows of a chunk. */
  public interface Values<R> extends Serializable {
    /** Returns a value for each row. */
    List<?> of(R results);
  }

  /**
   * A column.
   *
   * @param isOptional whether rows that do not suit the columns of the model have no value
   */
  record Column<R>(String name, DataType type, boolean isOptional, Values<R> values)
      implements Serializable {}

  /** Begins without columns. */
  public static <R> Outputs<R> of(ChunkWork<R> work) {
    return new Outputs<>(work, List.of());
  }

  /** Adds a column that has a value in every row; none if the name is empty. */
  public Outputs<R> with(String name, DataType type, Values<R> values) {
    return with(new Column<>(name, type, false, values));
  }

  /** Adds a column without a value in rows that do not suit the model; none if it has no name. */
  public Outputs<R> withOptional(String name, DataType type, Values<R> values) {
    return with(new Column<>(name, type, true, values));
  }

  private Outputs<R> with(Column<R> column) {
    return column.name.isEmpty()
        ? this
        : new Outputs<>(work, Stream.concat(columns.stream(), Stream.of(column)).toList());
  }

  /**
   * Returns the schema with these columns, and with a column of problems unless its name is empty.
   */
  public StructType addedTo(StructType schema, String problems) {
    StructType all = schema;
    for (Column<R> column : columns) {
      all = added(all, column.name, column.type, column.isOptional);
    }
    return added(all, problems, DataTypes.StringType, false);
  }

  /** Returns the schema with a further column, unless its name is empty. */
  public static StructType added(
      StructType schema, String name, DataType type, boolean isOptional) {
    if (Arrays.asList(schema.fieldNames()).contains(name)) {
      throw new IllegalArgumentException(
          "the dataset has a column \"%s\" already; name the output column otherwise"
              .formatted(Excerpt.of(name)));
    }
    return name.isEmpty() ? schema : schema.add(name, type, isOptional);
  }

  List<List<?>> values(R results) {
    return IntStream.range(0, columns.size())
        .<List<?>>mapToObj(i -> columns.get(i).values.of(results))
        .toList();
  }
}
