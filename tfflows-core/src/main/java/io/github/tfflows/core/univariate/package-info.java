/**
 * Distributions of one number, with entrywise functions on arrays of any shape.
 *
 * <p>Begin with {@link Univariate}. Base distributions shift and scale them. Their distribution
 * functions are maps onto the unit interval, and mixtures of these are monotone maps.
 */
@NullMarked
package io.github.tfflows.core.univariate;

import org.jspecify.annotations.NullMarked;
