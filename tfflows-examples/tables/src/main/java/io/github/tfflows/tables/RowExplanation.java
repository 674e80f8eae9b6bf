package io.github.tfflows.tables;

import java.util.List;

/**
 * The log-probability of each cell of a row, given all other cells of the row, less the median of
 * its column over rows like those of the fit.
 *
 * @param columns the names of the columns
 * @param differences a number for each of them, in nats; an odd value has a large negative one
 */
public record RowExplanation(List<String> columns, List<Float> differences) {
  /** Copies the lists. */
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
