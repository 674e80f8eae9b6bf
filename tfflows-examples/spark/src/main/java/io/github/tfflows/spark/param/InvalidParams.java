package io.github.tfflows.spark.param;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/**
 * The treatment of rows that do not suit the columns. Parameters are equal by name.
 *
 * @param <S> the class that has it
 */
public interface InvalidParams<S extends InvalidParams<S>> extends Settable<S> {
  /** Returns the column for reasons why rows do not suit the columns; there is none if empty. */
  default Param<String> problemCol() {
    return new Param<>(this, "problemCol", "output column name of problems; none if empty");
  }

  /**
   * Returns the treatment of rows that do not suit the columns: {@code error} ends the job, {@code
   * keep} scores them as impossible, and leaves out other results.
   */
  default Param<String> handleInvalid() {
    return new Param<>(
        this,
        "handleInvalid",
        "treatment of rows that do not suit the columns: error, or keep with the lowest score",
        ParamValidators.inArray(new String[] {"error", "keep"}));
  }

  /** Sets the column for problems; none if empty. */
  default S setProblemCol(String value) {
    return with(problemCol(), value);
  }

  /** Sets the treatment of rows that do not suit the columns: {@code error} or {@code keep}. */
  default S setHandleInvalid(String value) {
    return with(handleInvalid(), value);
  }

  default void setInvalidDefaults() {
    setDefault(problemCol(), "");
    setDefault(handleInvalid(), "error");
  }
}
