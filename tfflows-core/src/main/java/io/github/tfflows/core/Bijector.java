package io.github.tfflows.core;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * A differentiable bijection between events.
 *
 * <p>An implementation is an immutable value, usually a record, that describes a map; all state
 * lives in the graph and is reached through the {@link GraphScope}. To write one, implement {@link
 * #forward} and {@link #inverse}, each in one pass that yields the value and its log-determinant,
 * asking the scope for parameters by the same names in both.
 */
public interface Bijector {
  /**
   * Builds {@code y = f(x)} and {@code log |det df/dx|}.
   *
   * @param scope the place in the graph to build in
   * @param x points shaped {@code [n, event...]}
   * @param <T> the float type of the graph
   * @return {@code y}, shaped {@code [n, event...]}, and the log-determinants, shaped {@code [n]}
   */
  <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x);

  /**
   * Builds {@code x = f⁻¹(y)} and {@code log |det df⁻¹/dy|}.
   *
   * @param scope the place in the graph to build in
   * @param y points shaped {@code [n, event...]}
   * @param <T> the float type of the graph
   * @return {@code x}, shaped {@code [n, event...]}, and the log-determinants, shaped {@code [n]}
   */
  <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y);

  /**
   * Returns the shape of {@code f(x)} for one event {@code x} of shape {@code event}; by default
   * the same.
   *
   * @param event the shape of one event, without the batch
   * @return the shape of the mapped event
   * @throws IllegalArgumentException if this bijector does not act on such events
   */
  default Shape eventShape(Shape event) {
    return event;
  }

  /**
   * Returns this map turned around: its forward is this inverse. The default suits maps that leave
   * the shape of an event as it is, and keeps the names of the parameters; a map that changes the
   * shape overrides it.
   *
   * @return the inverse map
   */
  default Bijector inverted() {
    return new Inverted(this);
  }
}
