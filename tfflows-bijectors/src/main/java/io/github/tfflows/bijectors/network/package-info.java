/**
 * Networks that yield the parameters of scalar bijectors.
 *
 * <p>A {@link Conditioner} serves couplings: {@link Mlp} and {@link ResidualNet}. An {@link
 * io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner} serves
 * autoregressive maps: {@link io.github.tfflows.bijectors.network.autoregressive.Made} and {@link
 * io.github.tfflows.bijectors.network.autoregressive.ResidualMade}, the same networks with masks.
 * An {@link io.github.tfflows.bijectors.network.autoregressive.Adjacency} restricts each feature to
 * its parents in a graph.
 *
 * <p>A {@link DeepSet} and a {@link SetTransformer} read events that are sets of elements, {@code
 * [elements, features]}: couplings with them are flows whose density does not depend on the order.
 *
 * <p>A {@link ContextEmbedding} embeds a context for all networks of a flow: {@link SetEmbedding}
 * and {@link AttentionEmbedding} read sets.
 *
 * <p>A network is written once, as a {@link io.github.tfflows.bijectors.network.layer.Layers.Wiring
 * Wiring} of {@link io.github.tfflows.bijectors.network.layer.Layers}, and works in couplings and
 * in autoregressive maps. Its last layer starts at zero, so that a flow starts as the identity. A
 * {@link WeightNormalizedNet} adds weight normalization to any such network. The products of a
 * {@link MixedPrecisionNet} are in bfloat16.
 *
 * <h2>Writing a network</h2>
 *
 * <p>A {@link DenseNetwork} composes layers:
 *
 * <pre>{@code
 * import io.github.tfflows.bijectors.network.DenseNetwork;
 * import io.github.tfflows.bijectors.network.layer.Degrees;
 * import io.github.tfflows.bijectors.network.layer.Layers;
 * import io.github.tfflows.core.graph.Expr;
 * import java.util.function.Function;
 * import org.tensorflow.framework.activations.Activations;
 *
 * public record SkipNet(int units) implements DenseNetwork { // h + tanh(W₂·h), h = tanh(W₁·x)
 *   public Function<Expr, Expr> wire(Layers layers) {
 *     Degrees hidden = layers.hidden(units);
 *     Function<Expr, Expr> tanh = layers.activated(Activations.TANH);
 *     Function<Expr, Expr> first = layers.dense("first", layers.inputs(), hidden).andThen(tanh);
 *     Function<Expr, Expr> second = layers.dense("second", hidden, hidden).andThen(tanh);
 *     return first.andThen(h -> h.plus(second.apply(h))).andThen(layers.output(hidden));
 *   }
 * }
 * }</pre>
 *
 * <p>{@code new Coupling(new Affine(), new SkipNet(64))} is then a coupling, and {@code new
 * MaskedAutoregressive(new Affine(), new MaskedNetwork(new SkipNet(64)))} an autoregressive map.
 */
@NullMarked
package io.github.tfflows.bijectors.network;

import org.jspecify.annotations.NullMarked;
