package io.github.tfflows.spark.param;

import org.apache.spark.ml.param.LongParam;

/**
 * The seed of all random numbers: in an estimator, of the weights, the split, the batches and the
 * noise; in a model, of its draws.
 *
 * @param <S> the class that has it
 */
public interface HasSeed<S extends HasSeed<S>> extends Settable<S> {
  default LongParam seed() {
    return new LongParam(this, "seed", "random seed");
  }

  /** Sets the seed; equal seeds give equal results for equally partitioned rows. */
  default S setSeed(long value) {
    return with(seed(), value);
  }

  default void setSeedDefault() {
    setDefault(seed(), 1L);
  }
}
