/**
 * Networks under masks: the parameters of each feature depend on the features before it alone.
 *
 * <p>Begin with {@link io.github.tfflows.bijectors.network.autoregressive.Made} and {@link
 * io.github.tfflows.bijectors.network.autoregressive.ResidualMade}. An {@link
 * io.github.tfflows.bijectors.network.autoregressive.Adjacency} lets each feature depend on some of
 * the others only. Draws visit the features one by one, by {@code FeatureSteps} where they are few
 * and by {@code FeatureLoop} where they are many.
 */
@NullMarked
package io.github.tfflows.bijectors.network.autoregressive;

import org.jspecify.annotations.NullMarked;
