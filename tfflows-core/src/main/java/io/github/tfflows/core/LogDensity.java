package io.github.tfflows.core;

import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * A log-density known up to a constant, written in graph ops: what variational fitting targets.
 *
 * <p>Its method is generic in the float type, so it is given as a method reference, {@code
 * Posterior::logDensity}, or by a class; Java has no generic lambdas.
 */
@FunctionalInterface
public interface LogDensity {
  /**
   * Builds {@code log p̃(x)}.
   *
   * @param scope the place in the graph to build in
   * @param x points shaped {@code [n, event...]}
   * @param <T> the float type of the graph
   * @return the log-density plus any constant, shaped {@code [n]}, in nats
   */
  <T extends TFloating> Operand<T> logProb(GraphScope<T> scope, Operand<T> x);
}
