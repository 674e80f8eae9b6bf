/**
 * Distributions of one number, by their functions: entry by entry of an array of any shape.
 *
 * <p>Begin with {@link io.github.tfflows.core.univariate.Univariate}. Bases scale and move these
 * distributions, maps onto the unit interval are their distribution functions, and monotone maps
 * mix them.
 */
@NullMarked
package io.github.tfflows.core.univariate;

import org.jspecify.annotations.NullMarked;
