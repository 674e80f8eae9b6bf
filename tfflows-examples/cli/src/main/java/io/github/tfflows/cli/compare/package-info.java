/**
 * A contest of flows and baselines on held-out rows, for {@code compare}. Begin with {@link
 * io.github.tfflows.cli.compare.Contest}.
 */
@NullMarked
package io.github.tfflows.cli.compare;

import org.jspecify.annotations.NullMarked;
