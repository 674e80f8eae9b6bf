package io.github.tfflows.serve.stream;

import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableModel;
import org.jspecify.annotations.Nullable;

/**
 * A row of a stream and its score.
 *
 * @param <T> the type of rows
 */
public record ScoredRow<T extends @Nullable Object>(T row, RowScore score) {
  /** Returns a record that has no row. */
  static <T extends @Nullable Object> ScoredRow<T> empty(T record, TableModel table) {
    return new ScoredRow<>(
        record, RowScore.unsuitable(table.reference(), "the record has no value"));
  }

  /** Returns whether the row suits the columns of the model. */
  public boolean isSuitable() {
    return score.problem().isEmpty();
  }

  /**
   * Returns whether the row is an anomaly.
   *
   * @param falseAlarmRate the share of ordinary rows that may be called anomalies
   */
  public boolean isAnomaly(double falseAlarmRate) {
    return score.isAnomaly(falseAlarmRate);
  }
}
