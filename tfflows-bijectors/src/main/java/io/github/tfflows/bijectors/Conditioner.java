package io.github.tfflows.bijectors;

import io.github.tfflows.core.GraphScope;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * A network that reads the known entries, and the context where there is one, and yields the
 * parameters of a {@link ScalarBijector} for the entries to be moved. Its last layer starts at
 * zero, so that a flow starts as the identity.
 */
public interface Conditioner {
  /**
   * Builds {@code θ(known, context)}.
   *
   * @param scope the place in the graph to build in; its context, if any, is shaped {@code [n, c]}
   * @param known shaped {@code [n, k]}; {@code k} may be zero
   * @param features the number {@code d} of entries to be moved
   * @param parameters the number {@code p} of parameters for each of them
   * @param <T> the float type of the graph
   * @return shaped {@code [n, d, p]}
   */
  <T extends TFloating> Operand<T> parameters(
      GraphScope<T> scope, Operand<T> known, int features, int parameters);
}
