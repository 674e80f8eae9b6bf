/**
 * Requirements that every row of a table meets, and draws, too: orders of columns, bounds, sums,
 * products and keys. Begin with {@link io.github.tfflows.tables.requirement.Requirement#parse}. A
 * model has the distance of a column from its bounds in place of the column, leaves out a column
 * that a sum or product determines, and draws rows with a repeated key again.
 */
@NullMarked
package io.github.tfflows.tables.requirement;

import org.jspecify.annotations.NullMarked;
