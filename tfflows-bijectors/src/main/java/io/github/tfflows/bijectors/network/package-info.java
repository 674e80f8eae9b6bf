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
 */
@NullMarked
package io.github.tfflows.bijectors.network;

import org.jspecify.annotations.NullMarked;
