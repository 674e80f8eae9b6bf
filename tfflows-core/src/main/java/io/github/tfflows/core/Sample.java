package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Require;

/**
 * Draws in a graph, with the log-density at each of them.
 *
 * @param value the draws, shaped {@code [n, event...]}
 * @param logProb the log-density at each draw, shaped {@code [n]}, in nats
 */
public record Sample(Expr value, Expr logProb) {
  public Sample {
    Expr unused = Require.eachRow("the log-density of draws", logProb);
  }
}
