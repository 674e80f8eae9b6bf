/**
 * Gaussians beside the flows of a table of few rows, with weights by the rows held out.
 *
 * <p>Not exported.
 */
@NullMarked
package io.github.tfflows.tables.stacking;

import org.jspecify.annotations.NullMarked;
