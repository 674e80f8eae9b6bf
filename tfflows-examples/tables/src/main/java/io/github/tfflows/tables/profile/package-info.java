/**
 * Statistics of the columns of a table. {@link io.github.tfflows.tables.profile.ColumnScan} reads
 * each column as numbers and as text; its kind and its coding follow from both.
 */
@NullMarked
package io.github.tfflows.tables.profile;

import org.jspecify.annotations.NullMarked;
