package io.github.tfflows.bijectors;

import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * A monotone map of the real line, {@code y = f(x; θ)}, applied to each entry with its own
 * parameters by a host: {@link Coupling}, {@link MaskedAutoregressive} or {@link Elementwise}.
 *
 * <p>{@code θ = 0} must be the identity, so that a conditioner whose last layer starts at zero
 * starts there. Both methods yield the log-derivative of <em>each entry</em>; the host sums them.
 */
public interface ScalarBijector {
  /**
   * Returns the number {@code p} of unconstrained parameters per entry.
   *
   * @return at least one
   */
  int parameters();

  /**
   * Builds {@code y = f(x; θ)} and {@code log f'(x; θ)}.
   *
   * @param scope the place in the graph to build in
   * @param x entries shaped {@code [n, event...]}
   * @param theta their parameters, shaped {@code [n, event..., p]}, or {@code [1, event..., p]} to
   *     be shared by all rows
   * @param <T> the float type of the graph
   * @return values and log-derivatives, both shaped like {@code x}
   */
  <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x, Operand<T> theta);

  /**
   * Builds {@code x = f⁻¹(y; θ)} and {@code log (f⁻¹)'(y; θ)}.
   *
   * @param scope the place in the graph to build in
   * @param y entries shaped {@code [n, event...]}
   * @param theta their parameters, shaped as for {@link #forward}
   * @param <T> the float type of the graph
   * @return values and log-derivatives, both shaped like {@code y}
   */
  <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y, Operand<T> theta);
}
