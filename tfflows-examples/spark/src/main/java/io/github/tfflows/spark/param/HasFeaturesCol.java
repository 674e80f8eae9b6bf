package io.github.tfflows.spark.param;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The column of vectors of an estimator and of its model. */
public interface HasFeaturesCol extends Params {
  /** Returns the column of vectors; unused where there are input columns. */
  default Param<String> featuresCol() {
    return new Param<>(this, "featuresCol", "features column name");
  }
}
