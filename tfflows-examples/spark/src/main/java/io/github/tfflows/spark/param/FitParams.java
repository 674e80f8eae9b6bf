package io.github.tfflows.spark.param;

import org.apache.spark.ml.param.StringArrayParam;

/**
 * The parameters of the fit of a density, and of its scores.
 *
 * @param <S> the class that has them
 */
public interface FitParams<S extends FitParams<S>> extends ScoringParams<S>, TrainingParams<S> {
  /** Returns the columns that the density is conditional on. */
  default StringArrayParam contextCols() {
    return new StringArrayParam(this, "contextCols", "names of the columns to condition on");
  }

  default S setContextCols(String... value) {
    return with(contextCols(), value);
  }

  default void setFitDefaults() {
    setTrainingDefaults();
    setScoringDefaults();
    setDefault(contextCols(), new String[0]);
  }
}
