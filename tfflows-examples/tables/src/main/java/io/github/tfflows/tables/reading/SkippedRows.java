package io.github.tfflows.tables.reading;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The rows of a table that a model cannot use: the number of rows dropped for a missing value, the
 * number of rows that do not suit the columns, and the reasons of the first unsuitable ones.
 */
public record SkippedRows(long missing, long unsuitable, List<String> reasons) {
  static final int TOLD = 5;

  /** No rows. */
  public static final SkippedRows NONE = new SkippedRows(0, 0, List.of());

  /** Copies the list. */
  public SkippedRows {
    reasons = List.copyOf(reasons);
  }

  /** Returns unsuitable rows of a table, with a reason for each number of a row. */
  public static SkippedRows unsuitable(Map<Long, String> problems) {
    return new SkippedRows(
        0,
        problems.size(),
        problems.entrySet().stream()
            .limit(TOLD)
            .map(problem -> "row %s, %s".formatted(problem.getKey(), problem.getValue()))
            .toList());
  }

  /** Returns the number of these rows. */
  public long count() {
    return missing + unsuitable;
  }

  /** Returns the sums with another table. */
  public SkippedRows plus(SkippedRows others) {
    return new SkippedRows(
        missing + others.missing,
        unsuitable + others.unsuitable,
        Stream.concat(reasons.stream(), others.reasons.stream()).limit(TOLD).toList());
  }
}
