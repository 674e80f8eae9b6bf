package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;

/** A log-density known up to a constant: the target of a variational fit. */
@FunctionalInterface
public interface LogDensity {
  /**
   * Builds {@code log p̃(x)}.
   *
   * @param x points shaped {@code [n, event...]}
   * @return the log-density plus any constant, shaped {@code [n]}, in nats
   */
  Expr logProb(GraphScope scope, Expr x);
}
