/**
 * Stacking for tables of few rows: Gaussians beside the flows, weighted by held-out rows.
 *
 * <p>Not exported.
 */
@NullMarked
package io.github.tfflows.tables.stacking;

import org.jspecify.annotations.NullMarked;
