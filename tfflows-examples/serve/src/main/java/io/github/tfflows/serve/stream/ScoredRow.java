package io.github.tfflows.serve.stream;

import io.github.tfflows.tables.RowScore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a stream and its score.
 *
 * @param row the value of each column; empty if the record had none
 * @param score its score
 */
public record ScoredRow(Map<String, ? extends @Nullable Object> row, RowScore score) {
  /** Copies the row. */
  public ScoredRow {
    row = Collections.unmodifiableMap(new LinkedHashMap<>(row));
  }

  /** Returns whether the row suits the columns of the model. */
  public boolean isSuitable() {
    return score.problem().isEmpty();
  }

  /**
   * Returns whether the row is stranger than all but a share of ordinary ones.
   *
   * @param falseAlarmRate the share of ordinary rows that are called anomalies
   */
  public boolean isAnomaly(double falseAlarmRate) {
    return score.isAnomaly(falseAlarmRate);
  }
}
