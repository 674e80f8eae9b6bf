package io.github.tfflows.tables;

import io.github.tfflows.tables.serving.ReferenceScores;
import io.github.tfflows.tables.strangeness.Strangeness;
import java.util.Optional;

/**
 * The score of a row.
 *
 * @param logProb its log-probability in nats; minus infinity where the row does not suit the
 *     columns
 * @param strangeness how strange it is, in nats (see {@link Strangeness})
 * @param pValue the share of rows like those of the fit that are at least as strange (see {@link
 *     ReferenceScores#pValue}); the least there is where the row does not suit the columns
 * @param problem the reason why the row does not suit the columns, if it does not
 */
public record RowScore(float logProb, float strangeness, double pValue, Optional<String> problem) {
  /**
   * Returns whether the row is an anomaly.
   *
   * @param falseAlarmRate the share of ordinary rows that may be called anomalies
   */
  public boolean isAnomaly(double falseAlarmRate) {
    return pValue <= falseAlarmRate;
  }
}
