package io.github.tfflows.tables;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table in memory.
 *
 * @param name the name in messages
 * @param columns the names of the columns
 * @param rows the cells as text, row by row
 */
record ListSource(String name, List<String> columns, List<List<String>> rows)
    implements TableSource {
  ListSource {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).size() != columns.size()) {
        throw new IllegalArgumentException(
            "%s, row %d: %d values, expected %d"
                .formatted(name, i + 1, rows.get(i).size(), columns.size()));
      }
    }
  }

  @Override
  public RowCursor open() {
    return new Cursor();
  }

  /** A pass. */
  private final class Cursor implements RowCursor {
    private int row;

    @Override
    public boolean next() {
      row++;
      return row <= rows.size();
    }

    @Override
    public String place() {
      return "row " + row;
    }

    @Override
    public @Nullable String text(int column) {
      String text = rows.get(row - 1).get(column);
      return Numbers.isMissing(text) ? null : text;
    }

    @Override
    public void close() {}
  }
}
