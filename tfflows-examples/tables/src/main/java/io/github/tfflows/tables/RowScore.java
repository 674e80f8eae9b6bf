package io.github.tfflows.tables;

import io.github.tfflows.tables.serving.ReferenceScores;
import io.github.tfflows.tables.strangeness.Strangeness;
import java.util.List;
import java.util.Optional;

/**
 * The score of a row.
 *
 * @param logProb its log-density in nats; minus infinity if the row does not suit the columns
 * @param strangeness its {@link Strangeness}, in nats
 * @param pValue the share of ordinary rows that are at least as strange (see {@link
 *     ReferenceScores#pValue}); the least possible one if the row does not suit the columns
 * @param problem the reason why the row does not suit the columns; empty if it does
 * @param unseen the columns with a name that the fit has not seen
 */
public record RowScore(
    float logProb,
    float strangeness,
    double pValue,
    Optional<String> problem,
    List<String> unseen) {
  public RowScore {
    unseen = List.copyOf(unseen);
  }

  /**
   * Returns the score of a row that does not suit the columns.
   *
   * @param reference the scores of ordinary rows
   */
  public static RowScore unsuitable(ReferenceScores reference, String problem) {
    return new RowScore(
        Float.NEGATIVE_INFINITY,
        Float.POSITIVE_INFINITY,
        reference.pValue(Double.NEGATIVE_INFINITY),
        Optional.of(problem),
        List.of());
  }

  /**
   * Returns whether the row is an anomaly.
   *
   * @param falseAlarmRate the share of ordinary rows that may be called anomalies
   */
  public boolean isAnomaly(double falseAlarmRate) {
    return pValue <= falseAlarmRate;
  }
}
