package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Require;

/**
 * A deep set (Zaheer et al., 2017, arXiv:1703.06114, theorem 2, with the mean in place of the sum):
 * an embedding of {@code m} elements that does not depend on their order.
 *
 * <pre>{@code
 * e = ρ((φ(c₁) + ... + φ(c_m)) / m)
 * }</pre>
 *
 * <p>The context is the concatenation of the elements: {@code m·k} columns for {@code k} numbers
 * each.
 *
 * @param elementSize the number {@code k} of numbers of an element, at least one
 * @param element the network {@code φ}, of at least one layer, with the activation after its last
 *     layer, too
 * @param set the network {@code ρ}, of at least one layer; its last layer is linear, with the size
 *     of the embedding
 */
public record SetEmbedding(int elementSize, Mlp element, Mlp set) implements ContextEmbedding {
  public SetEmbedding {
    Require.atLeast("elementSize", elementSize, 1);
    requireLayer(element);
    requireLayer(set);
  }

  private static void requireLayer(Mlp network) {
    if (network.hidden().isEmpty()) {
      throw new IllegalArgumentException(
          "a set needs networks of at least one layer, got " + network);
    }
  }

  @Override
  public Expr embed(GraphScope scope, Expr context) {
    Expr elements = ContextElements.of(context, elementSize);
    Expr features = element.activated(element.stacked(scope.sub("element"), elements));
    return set.stacked(scope.sub("set"), features.mean(1));
  }
}
