package io.github.tfflows.spark.param;

import org.apache.spark.ml.param.Param;

/**
 * The columns that explain scores. They need a model of any cell.
 *
 * @param <S> the class that has them
 */
public interface ExplanationParams<S extends ExplanationParams<S>> extends ScoringParams<S> {
  /**
   * Returns the column for explanations; there is none if empty. They are maps from each column to
   * the log-probability of its cell given all other cells of the row, less the median of the
   * column.
   */
  default Param<String> explanationCol() {
    return new Param<>(
        this,
        "explanationCol",
        "output column name of log-probabilities of cells, less their medians; none if empty");
  }

  /** Returns the column for the name of the column with the oddest cell; there is none if empty. */
  default Param<String> oddestCol() {
    return new Param<>(
        this, "oddestCol", "output column name of the oddest cell's column; none if empty");
  }

  /** Sets the column for log-probabilities of cells; none if empty. */
  default S setExplanationCol(String value) {
    return with(explanationCol(), value);
  }

  /** Sets the column for the name of the column with the oddest cell; none if empty. */
  default S setOddestCol(String value) {
    return with(oddestCol(), value);
  }

  /** Returns whether there is a column for explanations or for the oddest cell. */
  default boolean isExplaining() {
    return !getOrDefault(explanationCol()).isEmpty() || !getOrDefault(oddestCol()).isEmpty();
  }

  default void setExplanationDefaults() {
    setDefault(explanationCol(), "");
    setDefault(oddestCol(), "");
  }
}
