package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.network.layer.Dense;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Require;
import org.tensorflow.framework.initializers.RandomNormal;
import org.tensorflow.ndarray.Shape;

/**
 * A set transformer of one block (Lee et al., 2019, arXiv:1810.00825): an embedding of {@code m}
 * elements that does not depend on their order. Every element attends to all others.
 *
 * <pre>{@code
 * h = c·W + b                          each element in w numbers
 * z = MAB(h, h)                        self-attention among them, eq. 8
 * e = MAB(s, z)                        pooling by attention, eq. 11, with one trainable seed s
 *
 * MAB(x, y) = norm(a + relu(a·W + b))  a = norm(x + Multihead(x, y, y))      eq. 6 and 7
 * }</pre>
 *
 * <p>The context is the concatenation of the elements: {@code m·k} columns for {@code k} numbers
 * each.
 *
 * @param elementSize the number {@code k} of numbers of an element, at least one
 * @param width the size {@code w} of the embedding, a multiple of the heads and at most 16,384
 * @param heads the number of heads of the attention, at least one
 */
public record AttentionEmbedding(int elementSize, int width, int heads)
    implements ContextEmbedding {
  public AttentionEmbedding {
    Require.atLeast("elementSize", elementSize, 1);
    AttentionBlock.requireHeads(width, heads);
  }

  @Override
  public Expr embed(GraphScope scope, Expr context) {
    Expr elements = ContextElements.of(context, elementSize);
    Expr h = Dense.between(scope.sub("input"), elementSize, width).apply(elements);
    Expr z = new AttentionBlock(scope.sub("elements"), width, heads).apply(h, h);
    long seed = scope.sub("seed").seed();
    Expr s = scope.parameter("seed", Shape.of(width), new RandomNormal<>(0, 1, seed));
    Expr queries = z.slice(1, 0, 1).zeros().plus(s);
    return new AttentionBlock(scope.sub("pooling"), width, heads)
        .apply(queries, z)
        .reshape(-1, width);
  }
}
