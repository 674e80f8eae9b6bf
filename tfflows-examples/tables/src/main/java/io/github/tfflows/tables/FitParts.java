package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.scan.ScannedTable;
import java.util.List;

/**
 * The rows of a {@link TableFit} before its training.
 *
 * @param table the columns, and notes about them
 * @param count the number of rows of the table
 * @param rows all rows. From a table of more than two million rows, it is a random sample, at least
 *     as large as the number of rows that the training visits
 * @param splits the training rows and the held-out rows of each member
 */
public record FitParts(ScannedTable table, int count, Data rows, List<Data.Split> splits) {
  /** Enough reference rows for scores. */
  private static final int SCORED = 100_000;

  public FitParts {
    splits = List.copyOf(splits);
  }

  /** Returns the rows that are scored: the first ones, up to a limit. */
  static Data scored(Data rows) {
    return rows.slice(0, Math.min(SCORED, rows.count()));
  }

  /** Returns the distinct splits, each with only those held-out rows that are scored. */
  public List<Data.Split> scored() {
    return splits.stream()
        .distinct()
        .map(split -> new Data.Split(split.training(), scored(split.heldOut())))
        .toList();
  }
}
