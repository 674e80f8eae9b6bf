package io.github.tfflows.cli.file;

import io.github.tfflows.cli.file.csv.CsvCursor;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.TypedSource;
import io.github.tfflows.cli.text.WorkBar;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A table whose passes show a progress bar on the terminal, and count the rows. The count is
 * negative until a pass has reached the end.
 */
public record WatchedSource(TableSource all, AtomicLong count)
    implements TypedSource, TableSource.Following {
  /** The rows between two checks of the clock. */
  private static final int LOOK = 256;

  /** Returns the table, watched where there is a terminal. */
  public static TableSource of(TableSource source) {
    return WorkBar.isSeen() ? new WatchedSource(source, new AtomicLong(-1)) : source;
  }

  @Override
  public Optional<OutputColumn.Type> type(int column) {
    return TypedSource.type(all, columns().get(column));
  }

  @Override
  public RowCursor open() throws IOException {
    return new Cursor(all.open(), count);
  }

  private static final class Cursor implements RowCursor.Following {
    private final RowCursor rows;
    private final AtomicLong count;
    private final WorkBar bar = WorkBar.begin("rows", true);
    private long row;

    Cursor(RowCursor rows, AtomicLong count) {
      this.rows = rows;
      this.count = count;
    }

    @Override
    public RowCursor rows() {
      return rows;
    }

    @Override
    public boolean next() throws IOException {
      if (rows.next()) {
        if (++row % LOOK == 0) {
          bar.show(row, expected(), "");
        }
        return true;
      }
      count.set(row);
      bar.close();
      return false;
    }

    private long expected() throws IOException {
      return count.get() < 0 && rows instanceof CsvCursor csv ? csv.expected() : count.get();
    }

    @Override
    public void close() throws IOException {
      bar.close();
      rows.close();
    }
  }
}
