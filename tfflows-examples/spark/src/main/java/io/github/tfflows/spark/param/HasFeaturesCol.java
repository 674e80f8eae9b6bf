package io.github.tfflows.spark.param;

import org.apache.spark.ml.param.Param;

/**
 * The column of vectors of an estimator and of its model.
 *
 * @param <S> the class that has it
 */
public interface HasFeaturesCol<S extends HasFeaturesCol<S>> extends Settable<S> {
  /** Returns the column of vectors; unused where there are input columns. */
  default Param<String> featuresCol() {
    return new Param<>(this, "featuresCol", "features column name");
  }

  default S setFeaturesCol(String name) {
    return with(featuresCol(), name);
  }
}
