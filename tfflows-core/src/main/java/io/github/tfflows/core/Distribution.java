package io.github.tfflows.core;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * A density on events of a fixed shape; like a {@link Bijector}, a pure description.
 *
 * <p>Densities are with respect to the volume of the event's entries, in nats. An implementation is
 * an immutable value, usually a record; its trainable numbers, if any, are parameters of the {@link
 * GraphScope}, asked for by the same names in both methods.
 */
public interface Distribution {
  /**
   * Returns the shape of one event, without the batch: {@code [d]} for vectors.
   *
   * @return the event shape, all sizes known
   */
  Shape eventShape();

  /**
   * Builds {@code log p(x)} in nats.
   *
   * @param scope the place in the graph to build in
   * @param x points shaped {@code [n, event...]}
   * @param <T> the float type of the graph
   * @return the log-densities, shaped {@code [n]}
   */
  <T extends TFloating> Operand<T> logProb(GraphScope<T> scope, Operand<T> x);

  /**
   * Builds independent draws, a pure function of the seed and the parameters.
   *
   * @param scope the place in the graph to build in
   * @param count how many draws, a scalar
   * @param seed two numbers, shaped {@code [2]}
   * @param <T> the float type of the graph
   * @return {@code count} draws and their log-densities
   */
  <T extends TFloating> Sample<T> sample(
      GraphScope<T> scope, Operand<TInt32> count, Operand<TInt64> seed);
}
