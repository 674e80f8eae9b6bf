package io.github.tfflows.tables;

import java.util.List;

/**
 * The contribution of each cell to the log-density of its row, less the column's median over
 * held-out rows. In a model of any cell ({@link TableFit#givenAny}) the contribution is the
 * log-density of the cell given all others of its row; in other models, the negative of its part in
 * the row's strangeness.
 *
 * @param differences a number for each column, in nats; odd values have large negative ones
 */
public record RowExplanation(List<String> columns, List<Float> differences) {
  public RowExplanation {
    columns = List.copyOf(columns);
    differences = List.copyOf(differences);
  }

  /** Returns the name of the column with the oddest value. */
  public String oddest() {
    int oddest = 0;
    for (int i = 0; i < differences.size(); i++) {
      oddest = differences.get(i) < differences.get(oddest) ? i : oddest;
    }
    return columns.get(oddest);
  }
}
