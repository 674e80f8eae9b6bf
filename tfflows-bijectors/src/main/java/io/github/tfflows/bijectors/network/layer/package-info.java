/**
 * The layers of networks.
 *
 * <p>Begin with {@link Layers}. A network is written once, as a {@link Layers.Wiring Wiring} of
 * layers. It works without masks in couplings, and with masks in autoregressive maps. The {@link
 * Degrees} of units determine which units may read which.
 */
@NullMarked
package io.github.tfflows.bijectors.network.layer;

import org.jspecify.annotations.NullMarked;
