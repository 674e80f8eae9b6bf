/**
 * Masked networks: the parameters of each feature depend only on the features before it.
 *
 * <p>Begin with {@link Made} and {@link ResidualMade}. A {@link MaskedNetwork} is of any network,
 * such as one with weight normalization. An {@link AdjacentNetwork} restricts each feature to its
 * parents in a graph. Draws compute the features one by one, few of them by {@code FeatureSteps}
 * and many by {@code FeatureLoop}.
 */
@NullMarked
package io.github.tfflows.bijectors.network.autoregressive;

import org.jspecify.annotations.NullMarked;
