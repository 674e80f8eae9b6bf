package io.github.tfflows.spark.param;

import org.apache.spark.ml.param.StringArrayParam;

/**
 * The choice of input columns.
 *
 * @param <S> the class that has it
 */
public interface HasInputCols<S extends HasInputCols<S>> extends Settable<S> {
  /** Returns the input columns. */
  default StringArrayParam inputCols() {
    return new StringArrayParam(this, "inputCols", "input column names");
  }

  /** Sets the input columns. */
  default S setInputCols(String... value) {
    return with(inputCols(), value);
  }
}
