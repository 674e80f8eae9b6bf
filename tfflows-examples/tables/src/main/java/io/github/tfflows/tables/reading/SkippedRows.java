package io.github.tfflows.tables.reading;

import java.util.List;
import java.util.stream.Stream;

/**
 * The rows of a table that a model cannot use: dropped for a missing value, or not suiting the
 * columns, with the reasons of the first of these.
 */
public record SkippedRows(long missing, long unsuitable, List<String> reasons) {
  static final int TOLD = 5;

  /** No rows. */
  public static final SkippedRows NONE = new SkippedRows(0, 0, List.of());

  /** Copies the list. */
  public SkippedRows {
    reasons = List.copyOf(reasons);
  }

  /** Returns the sums with another table. */
  public SkippedRows plus(SkippedRows others) {
    return new SkippedRows(
        missing + others.missing,
        unsuitable + others.unsuitable,
        Stream.concat(reasons.stream(), others.reasons.stream()).limit(TOLD).toList());
  }
}
