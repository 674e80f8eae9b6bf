package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.ContextEmbedding;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import org.tensorflow.ndarray.Shape;

/**
 * A bijector whose networks read an embedding of the context. A chain of layers shares one
 * embedding.
 *
 * <pre>{@code
 * new ContextEmbedded(new SetEmbedding(2, Mlp.of(64, 64), Mlp.of(64, 16)), Chain.of(...))
 * }</pre>
 *
 * @param embedding the network that embeds the context
 * @param bijector the map, or a chain of maps
 */
public record ContextEmbedded(ContextEmbedding embedding, Bijector bijector) implements Bijector {
  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return bijector.forward(embedded(scope), x);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return bijector.inverse(embedded(scope), y);
  }

  private GraphScope embedded(GraphScope scope) {
    Expr context =
        scope
            .context()
            .orElseThrow(
                () -> new IllegalArgumentException(embedding + " needs a context, got none"));
    return scope.sub("bijector").withContext(embedding.embed(scope.sub("embedding"), context));
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return bijector.forwardEventShape(event);
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return bijector.inverseEventShape(event);
  }

  @Override
  public Expr forwardPresence(Expr presence) {
    return bijector.forwardPresence(presence);
  }

  @Override
  public Expr inversePresence(Expr presence) {
    return bijector.inversePresence(presence);
  }

  @Override
  public boolean acceptsReals() {
    return bijector.acceptsReals();
  }

  @Override
  public boolean yieldsReals() {
    return bijector.yieldsReals();
  }

  @Override
  public boolean losesDigits() {
    return bijector.losesDigits();
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    return bijector.monotonicity(event);
  }
}
