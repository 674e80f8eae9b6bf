package io.github.tfflows.spark.param;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * Parameters that are set in a chain of calls.
 *
 * @param <S> the class that has them
 */
public interface Settable<S extends Settable<S>> extends Params {
  /** Sets a parameter, and returns this object. */
  @SuppressWarnings("unchecked") // S is the class that implements this interface
  default <T> S with(Param<T> param, T value) {
    set(param, value);
    return (S) this;
  }
}
