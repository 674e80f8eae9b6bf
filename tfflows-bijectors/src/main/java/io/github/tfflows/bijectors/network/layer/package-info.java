/**
 * The layers of networks.
 *
 * <p>Begin with {@link Layers}: a network is written once, as a {@link Layers.Wiring Wiring} of
 * them, and works in couplings without masks, and in autoregressive maps with masks. The {@link
 * Degrees} of units decide which units may read which.
 */
@NullMarked
package io.github.tfflows.bijectors.network.layer;

import org.jspecify.annotations.NullMarked;
