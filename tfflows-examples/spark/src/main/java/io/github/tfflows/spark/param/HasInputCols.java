package io.github.tfflows.spark.param;

import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The choice of input columns.
 *
 * @param <S> the class that has it
 */
public interface HasInputCols<S extends HasInputCols<S>> extends Params {
  /** Returns the input columns. */
  default StringArrayParam inputCols() {
    return new StringArrayParam(this, "inputCols", "input column names");
  }

  /** Sets the input columns. */
  @SuppressWarnings("unchecked") // S is the class that implements this interface
  default S setInputCols(String... value) {
    set(inputCols(), value);
    return (S) this;
  }
}
