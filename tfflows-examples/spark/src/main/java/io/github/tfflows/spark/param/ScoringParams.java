package io.github.tfflows.spark.param;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/**
 * The parameters of scoring, which estimators and models share. Parameters are equal by name.
 *
 * @param <S> the class that has them
 */
public interface ScoringParams<S extends ScoringParams<S>> extends Params {
  /** Returns the column for log-densities, in nats. */
  default Param<String> logDensityCol() {
    return new Param<>(this, "logDensityCol", "output column name of log-densities in nats");
  }

  /** Returns the column for p-values: the share of ordinary rows that are no more likely. */
  default Param<String> pValueCol() {
    return new Param<>(this, "pValueCol", "output column name of p-values");
  }

  /** Returns the column for predictions: one for an anomaly, zero for an ordinary row. */
  default Param<String> predictionCol() {
    return new Param<>(this, "predictionCol", "output column name of predictions, 1.0 or 0.0");
  }

  /** Returns the column for reasons why rows do not suit the columns; there is none if empty. */
  default Param<String> problemCol() {
    return new Param<>(this, "problemCol", "output column name of problems; none if empty");
  }

  /** Returns the share of ordinary rows that may be called anomalies, in (0, 1). */
  default DoubleParam falseAlarmRate() {
    return new DoubleParam(
        this,
        "falseAlarmRate",
        "share of ordinary rows that may be predicted to be anomalies, in (0, 1)",
        ParamValidators.inRange(0, 1, false, false));
  }

  /**
   * Returns the treatment of rows that do not suit the columns: {@code error} ends the job, {@code
   * keep} scores them as impossible.
   */
  default Param<String> handleInvalid() {
    return new Param<>(
        this,
        "handleInvalid",
        "treatment of rows that do not suit the columns: error, or keep with the lowest score",
        ParamValidators.inArray(new String[] {"error", "keep"}));
  }

  /** Sets the column for log-densities. */
  default S setLogDensityCol(String value) {
    set(logDensityCol(), value);
    return self();
  }

  /** Sets the column for p-values. */
  default S setPValueCol(String value) {
    set(pValueCol(), value);
    return self();
  }

  /** Sets the column for predictions. */
  default S setPredictionCol(String value) {
    set(predictionCol(), value);
    return self();
  }

  /** Sets the column for problems; none if empty. */
  default S setProblemCol(String value) {
    set(problemCol(), value);
    return self();
  }

  /** Sets the share of ordinary rows that may be predicted to be anomalies, in (0, 1). */
  default S setFalseAlarmRate(double value) {
    set(falseAlarmRate(), (Object) value);
    return self();
  }

  /** Sets the treatment of rows that do not suit the columns: {@code error} or {@code keep}. */
  default S setHandleInvalid(String value) {
    set(handleInvalid(), value);
    return self();
  }

  /** Returns this object as its class. */
  @SuppressWarnings("unchecked") // S is the class that implements this interface
  default S self() {
    return (S) this;
  }

  /** Sets the defaults. */
  default void setScoringDefaults() {
    setDefault(logDensityCol(), "logDensity");
    setDefault(pValueCol(), "pValue");
    setDefault(predictionCol(), "prediction");
    setDefault(problemCol(), "");
    setDefault(falseAlarmRate(), 0.01);
    setDefault(handleInvalid(), "error");
  }
}
