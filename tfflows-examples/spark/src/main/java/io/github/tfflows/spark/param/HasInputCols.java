package io.github.tfflows.spark.param;

import org.apache.spark.ml.param.StringArrayParam;

/**
 * The choice of input columns.
 *
 * @param <S> the class that has it
 */
public interface HasInputCols<S extends HasInputCols<S>> extends Settable<S> {
  default StringArrayParam inputCols() {
    return new StringArrayParam(this, "inputCols", "input column names");
  }

  default S setInputCols(String... value) {
    return with(inputCols(), value);
  }
}
