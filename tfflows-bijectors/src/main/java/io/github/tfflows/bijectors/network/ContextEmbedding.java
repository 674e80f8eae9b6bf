package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;

/** A network that embeds a context for the networks of a flow. */
@FunctionalInterface
public interface ContextEmbedding {
  /**
   * Builds the embedding of each context.
   *
   * @param context shaped {@code [n, c]}
   * @return shaped {@code [n, e]}
   * @throws IllegalArgumentException if the number of columns does not suit the embedding
   */
  Expr embed(GraphScope scope, Expr context);
}
