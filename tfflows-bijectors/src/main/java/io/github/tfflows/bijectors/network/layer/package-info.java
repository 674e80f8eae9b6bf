/**
 * The layers of networks.
 *
 * <p>Begin with {@link io.github.tfflows.bijectors.network.layer.Layers}: a network is written
 * once, as a {@link io.github.tfflows.bijectors.network.layer.Layers.Wiring Wiring} of them, and
 * works in couplings without masks, and in autoregressive maps with masks. The {@link
 * io.github.tfflows.bijectors.network.layer.Degrees} of units decide which units may read which.
 */
@NullMarked
package io.github.tfflows.bijectors.network.layer;

import org.jspecify.annotations.NullMarked;
