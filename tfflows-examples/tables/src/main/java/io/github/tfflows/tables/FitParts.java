package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.scan.ScannedTable;
import java.util.List;

/**
 * The rows of a {@link TableFit} before its training.
 *
 * @param table the columns, and notes about them
 * @param count the number of rows of the table
 * @param rows all rows, as they were read; of more than two million, at least as many as the steps
 *     of the training visit, drawn at random
 * @param splits the rows that each member learns from, and those that are held out of it
 */
public record FitParts(ScannedTable table, int count, Data rows, List<Data.Split> splits) {
  /** Enough rows to compare scores with. */
  private static final int SCORED = 100_000;

  /** Copies the list. */
  public FitParts {
    splits = List.copyOf(splits);
  }

  /** Returns as many of some rows as are scored. */
  static Data scored(Data rows) {
    return rows.slice(0, Math.min(SCORED, rows.count()));
  }

  /** Returns the splits, of whose held-out rows only those are left that are scored. */
  public List<Data.Split> scored() {
    return splits.stream()
        .map(split -> new Data.Split(split.training(), scored(split.heldOut())))
        .toList();
  }
}
