package io.github.tfflows.core.model;

import io.github.tfflows.core.data.Rows;
import org.tensorflow.ndarray.Shape;

/**
 * A density that runs: arrays in, arrays out. A {@link CompiledDistribution} is one, and so is a
 * conditional model {@linkplain CompiledDistribution#given given} its context.
 *
 * <p>All methods may be called from many threads at once. They throw {@link
 * IllegalArgumentException} for rows of another shape than the model's and for entries that are not
 * finite, and {@link IllegalStateException} once the model is closed.
 */
public interface Density {
  /** Returns the shape of one row of data. */
  Shape eventShape();

  /** Returns {@code log p(x)}, one number a row, in nats. */
  float[] logProb(Rows x);

  /** Returns {@code log p(x)} of vectors, one number a row, in nats. */
  default float[] logProb(float[][] x) {
    return logProb(Rows.of(x));
  }

  /**
   * Draws events and returns the log-density at each of them, in one pass.
   *
   * @param count the number of draws, zero or more
   * @param seed equal seeds give equal draws, also after a reload and in another process; up to
   *     rounding, so do the first of more draws, another number of threads, and other callers at
   *     work
   */
  Draws sampleAndLogProb(int count, long seed);

  /** Draws vectors, as {@link #sampleAndLogProb} does; events of other shapes are flattened. */
  default float[][] sample(int count, long seed) {
    return sampleAndLogProb(count, seed).x().toArrays();
  }

  /**
   * Maps events from the base to the data.
   *
   * @param z events of the base
   * @throws UnsupportedOperationException if the model is not a transformed distribution
   */
  Transformed forward(Rows z);

  /** Maps vectors from the base to the data, as {@link #forward(Rows)} does. */
  default Transformed forward(float[][] z) {
    return forward(Rows.of(z));
  }

  /**
   * Maps events from the data to the base.
   *
   * @param x events of the data
   * @throws UnsupportedOperationException if the model is not a transformed distribution
   */
  Transformed inverse(Rows x);

  /** Maps vectors from the data to the base, as {@link #inverse(Rows)} does. */
  default Transformed inverse(float[][] x) {
    return inverse(Rows.of(x));
  }
}
