/**
 * Networks that yield the parameters of scalar bijectors.
 *
 * <p>A {@link io.github.tfflows.bijectors.network.Conditioner} serves couplings: {@link
 * io.github.tfflows.bijectors.network.Mlp} and {@link
 * io.github.tfflows.bijectors.network.ResidualNet}. An {@link
 * io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner} serves
 * autoregressive maps: {@link io.github.tfflows.bijectors.network.autoregressive.Made} and {@link
 * io.github.tfflows.bijectors.network.autoregressive.ResidualMade}, the same networks with masks.
 * An {@link io.github.tfflows.bijectors.network.autoregressive.Adjacency} restricts each feature to
 * its parents in a graph.
 *
 * <p>A {@link io.github.tfflows.bijectors.network.DeepSet} and a {@link
 * io.github.tfflows.bijectors.network.SetTransformer} read events that are sets of elements, {@code
 * [elements, features]}: couplings with them are flows whose density does not depend on the order.
 *
 * <p>A {@link io.github.tfflows.bijectors.network.ContextEmbedding} embeds a context for all
 * networks of a flow: {@link io.github.tfflows.bijectors.network.SetEmbedding} and {@link
 * io.github.tfflows.bijectors.network.AttentionEmbedding} read sets.
 *
 * <p>A network is written once, as a {@link io.github.tfflows.bijectors.network.layer.Layers.Wiring
 * Wiring} of {@link io.github.tfflows.bijectors.network.layer.Layers}, and works in both. Its last
 * layer starts at zero, so that a flow starts as the identity. A {@link
 * io.github.tfflows.bijectors.network.WeightNormalizedNet} adds weight normalization to any such
 * network. The products of a {@link io.github.tfflows.bijectors.network.MixedPrecisionNet} are in
 * bfloat16.
 */
@NullMarked
package io.github.tfflows.bijectors.network;

import org.jspecify.annotations.NullMarked;
