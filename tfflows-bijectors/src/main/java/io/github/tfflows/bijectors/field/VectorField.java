package io.github.tfflows.bijectors.field;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;

/**
 * A velocity {@code v(x, t)} of points {@code x} at a time {@code t}, which may depend on the
 * context. An implementation is an immutable value; its weights are parameters of the scope.
 */
public interface VectorField {
  /** A velocity whose weights are declared. */
  @FunctionalInterface
  interface Velocity {
    /**
     * Builds {@code v(x, t)} and its Jacobian by {@code x}, in the graph of {@code x}, which may be
     * a loop's; it may use arrays of surrounding graphs.
     *
     * @param x points shaped {@code [n, d]}
     * @param time a number, or {@code [n, 1]} with one for each point, in the same graph
     */
    Linearized at(Expr x, Expr time);
  }

  /**
   * Declares the weights, and builds everything that depends only on them and on the context.
   *
   * @param size the number {@code d} of entries of a point
   */
  Velocity in(GraphScope scope, int size);
}
