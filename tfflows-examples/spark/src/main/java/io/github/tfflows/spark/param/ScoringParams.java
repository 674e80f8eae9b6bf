package io.github.tfflows.spark.param;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/**
 * The parameters of scoring, which estimators and models share. Parameters are equal by name.
 *
 * @param <S> the class that has them
 */
public interface ScoringParams<S extends ScoringParams<S>> extends InvalidParams<S> {
  /** Returns the column for log-densities, in nats. */
  default Param<String> logProbCol() {
    return new Param<>(this, "logProbCol", "output column name of log-densities in nats");
  }

  /** Returns the column for the strangeness of rows, in nats. */
  default Param<String> strangenessCol() {
    return new Param<>(this, "strangenessCol", "output column name of strangeness in nats");
  }

  /** Returns the column for p-values: the share of ordinary rows that are at least as strange. */
  default Param<String> pValueCol() {
    return new Param<>(this, "pValueCol", "output column name of p-values");
  }

  /** Returns the column for predictions: one for an anomaly, zero for an ordinary row. */
  default Param<String> predictionCol() {
    return new Param<>(this, "predictionCol", "output column name of predictions, 1.0 or 0.0");
  }

  /** Returns the share of ordinary rows that may be called anomalies, in (0, 1). */
  default DoubleParam falseAlarmRate() {
    return new DoubleParam(
        this,
        "falseAlarmRate",
        "share of ordinary rows that may be predicted to be anomalies, in (0, 1)",
        ParamValidators.inRange(0, 1, false, false));
  }

  default S setLogProbCol(String value) {
    return with(logProbCol(), value);
  }

  default S setStrangenessCol(String value) {
    return with(strangenessCol(), value);
  }

  default S setPValueCol(String value) {
    return with(pValueCol(), value);
  }

  default S setPredictionCol(String value) {
    return with(predictionCol(), value);
  }

  /** Sets the share of ordinary rows that may be predicted to be anomalies, in (0, 1). */
  default S setFalseAlarmRate(double value) {
    return with(falseAlarmRate(), value);
  }

  default void setScoringDefaults() {
    setInvalidDefaults();
    setDefault(logProbCol(), "logProb");
    setDefault(strangenessCol(), "strangeness");
    setDefault(pValueCol(), "pValue");
    setDefault(predictionCol(), "prediction");
    setDefault(falseAlarmRate(), 0.01);
  }
}
