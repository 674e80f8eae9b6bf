package io.github.tfflows.tables;

import java.util.List;

/**
 * What each cell of a row adds to its probability, less the median of its column over rows like
 * those of the fit: in a model of which any cell can be given, the log-probability of the cell
 * given all others of the row; in any other, its part in the row's strangeness, with the sign
 * reversed.
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
