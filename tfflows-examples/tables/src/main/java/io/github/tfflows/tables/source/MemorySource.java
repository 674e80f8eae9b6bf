package io.github.tfflows.tables.source;

import io.github.tfflows.tables.text.Excerpt;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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

  @Override
  public int indexOfOptional(String column) {
    return others == Others.MISSING ? columns.indexOf(column) : indexOf(column);
  }

  @Override
  public void requireOptional(List<String> names) {
    if (others != Others.MISSING) {
      new Header(name, columns).require(names);
    }
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
