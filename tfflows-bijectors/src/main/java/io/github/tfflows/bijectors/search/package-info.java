/**
 * Numerical inverses.
 *
 * <p>{@link RootSearch} finds the root of any increasing function from its derivative, with the
 * gradient of the implicit function.
 */
@NullMarked
package io.github.tfflows.bijectors.search;

import org.jspecify.annotations.NullMarked;
