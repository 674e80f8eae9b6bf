package io.github.tfflows.tables;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The statistics of some rows of a table, from which {@link #scanned} determines its columns.
 * {@link TableScan#begin} begins one without rows. The parts of a table, such as the partitions of
 * a cluster, can be scanned in parallel and then merged; the result is that of one pass over all
 * rows. Two things depend on the parts: the last digits of means and deviations, and, of a column
 * with more than 20,000 different numbers, which of those near the least share of rows have a
 * probability of their own.
 *
 * <p>A part holds at most 20,000 numbers and 100,000 texts of each column.
 */
public final class PartialScan implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int FEWEST_ROWS = 10;

  private final TableScan choice;
  private final int[] places;
  private final ColumnScan[] columns;
  private long rows;

  /**
   * Begins without rows.
   *
   * @param names the columns, those modelled first
   */
  PartialScan(TableScan choice, Header header, List<String> names) {
    this.choice = choice;
    this.places = names.stream().mapToInt(header::indexOf).toArray();
    this.columns = names.stream().map(choice::column).toArray(ColumnScan[]::new);
  }

  /**
   * Adds a row.
   *
   * @param row a cursor at the row; its cells are at the places of the header that the scan began
   *     with
   */
  public void add(RowCursor row) {
    for (int i = 0; i < places.length; i++) {
      columns[i].accept(row, places[i]);
    }
    rows++;
  }

  /**
   * Merges the statistics of two parts. Use neither of them afterwards, but the returned one.
   *
   * @param later the part whose rows follow those of this; messages tell the first cell that cannot
   *     be used
   * @return the statistics of the rows of both, which may be this one
   * @throws IllegalArgumentException if the parts began with different choices of columns
   */
  public PartialScan mergedWith(PartialScan later) {
    if (!choice.equals(later.choice) || !names().equals(later.names())) {
      throw new IllegalArgumentException(
          "the parts began with different scans, of the columns %s and of %s; expected the same"
              .formatted(Excerpt.of(names()), Excerpt.of(later.names())));
    }
    for (int i = 0; i < columns.length; i++) {
      columns[i].append(later.columns[i]);
    }
    rows += later.rows;
    return this;
  }

  /** Returns the number of rows. */
  public long rows() {
    return rows;
  }

  private List<String> names() {
    return Arrays.stream(columns).map(ColumnScan::name).toList();
  }

  /**
   * Determines the columns. A column that is constant is left out, unless it is named to be
   * modelled or given.
   *
   * @param tableName the name of the table in messages
   * @param missing the treatment of missing values; only if they are modelled has a column gaps
   * @return the columns and the notes
   * @throws IllegalArgumentException if there are fewer than 10 rows, or columns cannot be used,
   *     naming them and the reasons
   */
  public ScannedTable scanned(String tableName, Missing missing) {
    if (rows < FEWEST_ROWS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d %s; expected at least %d to fit a flow",
              tableName,
              rows,
              rows == 1 ? "row" : "rows",
              FEWEST_ROWS));
    }
    Set<String> required = new HashSet<>(choice.modelled());
    required.addAll(choice.given());
    ScannedTable found =
        ScannedTable.of(tableName, List.of(columns), choice.given().size(), required);
    return new ScannedTable(withGaps(found.schema(), missing), found.notes());
  }

  private static TableSchema withGaps(TableSchema found, Missing missing) {
    return missing == Missing.MODEL
        ? found
        : new TableSchema(
            found.modelled().stream().map(TableColumn::complete).toList(),
            found.given().stream().map(TableColumn::complete).toList());
  }
}
