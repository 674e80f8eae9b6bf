/**
 * The similarity of draws and rows of a table: columns and pairs of columns as SDMetrics scores
 * them, and distances to the closest rows. Begin with {@link
 * io.github.tfflows.tables.synthetic.QualityScores}, which compares two samples.
 */
@NullMarked
package io.github.tfflows.tables.synthetic;

import org.jspecify.annotations.NullMarked;
