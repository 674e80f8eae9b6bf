package io.github.tfflows.tables.scan;

import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** The first {@code most} rows of a table in which no cell of some columns is missing. */
record CompleteRows(TableSource all, List<String> present, long most)
    implements TableSource.Following {
  CompleteRows {
    present = List.copyOf(present);
  }

  @Override
  public RowCursor open() throws IOException {
    return new Cursor(all.open(), present.stream().map(all::indexOf).toList(), most);
  }

  private static final class Cursor implements RowCursor.Following {
    private final RowCursor rows;
    private final List<Integer> places;
    private long left;

    Cursor(RowCursor rows, List<Integer> places, long left) {
      this.rows = rows;
      this.places = places;
      this.left = left;
    }

    @Override
    public RowCursor rows() {
      return rows;
    }

    @Override
    public boolean next() throws IOException {
      while (left > 0 && rows.next()) {
        if (places.stream().noneMatch(this::isMissing)) {
          left--;
          return true;
        }
      }
      return false;
    }

    private boolean isMissing(int place) {
      return Double.isNaN(rows.number(place))
          && Numbers.isMissing(Objects.requireNonNullElse(rows.text(place), ""));
    }
  }
}
