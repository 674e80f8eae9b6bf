package io.github.tfflows.tables;

import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.reading.SkippedRows;
import java.util.List;

/**
 * The rows of a fit.
 *
 * @param count the number of rows, including those held out
 * @param kept the number of rows in memory. If these are not all rows, they are a random sample, at
 *     least as large as the number of rows that the training visits
 * @param columns the columns of weights and groups
 * @param skipped the rows that were left out
 * @param notes sentences about rows that changed between the passes over the table
 */
public record FitRows(
    String table,
    TableSchema schema,
    int count,
    int kept,
    RowColumns columns,
    SkippedRows skipped,
    List<String> notes) {
  public FitRows {
    notes = List.copyOf(notes);
  }
}
