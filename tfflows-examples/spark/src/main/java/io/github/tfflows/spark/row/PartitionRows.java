package io.github.tfflows.spark.row;

import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a partition as a table that is read once.
 *
 * @param inputs the places of the columns
 * @param listener receives each row when it is read
 */
public record PartitionRows(InputColumns inputs, Iterator<Row> rows, Consumer<Row> listener)
    implements TableSource {
  public PartitionRows(InputColumns inputs, Iterator<Row> rows) {
    this(inputs, rows, row -> {});
  }

  @Override
  public String name() {
    return "the dataset";
  }

  @Override
  public List<String> columns() {
    return inputs.names();
  }

  @Override
  public RowCursor open() {
    return new Cursor();
  }

  private final class Cursor implements RowCursor {
    private @Nullable Row row;

    @Override
    public boolean next() {
      row = rows.hasNext() ? rows.next() : null;
      if (row == null) {
        return false;
      }
      listener.accept(row);
      return true;
    }

    @Override
    public String place() {
      return "row " + row;
    }

    @Override
    public @Nullable String text(int column) {
      return Cells.text(value(column));
    }

    @Override
    public double number(int column) {
      return Cells.number(value(column));
    }

    private @Nullable Object value(int column) {
      return inputs.value(Objects.requireNonNull(row), column);
    }

    @Override
    public void close() {}
  }
}
