package io.github.tfflows.cli.file;

import io.github.tfflows.tables.RowCursor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A pass over lines of values by DuckDB. Where it gives up, a slower pass goes on, which also names
 * the line that is wrong.
 */
final class CsvCursor implements RowCursor {
  private final CsvSource table;
  private RowCursor rows;
  private boolean isSlow;
  private long row;

  CsvCursor(CsvSource table) throws IOException {
    this.table = table;
    RowCursor opened;
    try {
      opened = table.byDuckDb().open();
    } catch (IOException e) {
      opened = LineCursor.after(0, table);
      isSlow = true;
    }
    this.rows = opened;
  }

  @Override
  public boolean next() throws IOException {
    boolean isThere;
    try {
      isThere = rows.next();
    } catch (IOException e) {
      if (isSlow) {
        throw e;
      }
      rows.close();
      rows = LineCursor.after(row, table);
      isSlow = true;
      isThere = rows.next();
    }
    row++;
    return isThere;
  }

  /** DuckDB does not say on which line a row begins. */
  @Override
  public String place() {
    if (isSlow) {
      return rows.place();
    }
    try (LineCursor lines = LineCursor.after(row, table)) {
      return lines.place();
    } catch (IOException | IllegalArgumentException e) {
      return "row " + row;
    }
  }

  @Override
  public @Nullable String text(int column) {
    return rows.text(column);
  }

  @Override
  public double number(int column) {
    return rows.number(column);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
