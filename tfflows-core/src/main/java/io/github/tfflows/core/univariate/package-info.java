/**
 * Distributions of one number, with entrywise functions on arrays of any shape.
 *
 * <p>Begin with {@link Univariate}. Bases shift and scale these distributions, maps onto the unit
 * interval are their distribution functions, and monotone maps mix them.
 */
@NullMarked
package io.github.tfflows.core.univariate;

import org.jspecify.annotations.NullMarked;
