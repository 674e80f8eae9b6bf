/**
 * The layers that networks are made of.
 *
 * <p>Begin with {@link io.github.tfflows.bijectors.network.layer.Layers}: a network is written
 * once, as a {@link io.github.tfflows.bijectors.network.layer.Layers.Wiring Wiring} of them, and
 * then serves couplings without masks and autoregressive maps with them. The {@link
 * io.github.tfflows.bijectors.network.layer.Degrees} of units decide which of them a unit may read.
 */
@NullMarked
package io.github.tfflows.bijectors.network.layer;

import org.jspecify.annotations.NullMarked;
