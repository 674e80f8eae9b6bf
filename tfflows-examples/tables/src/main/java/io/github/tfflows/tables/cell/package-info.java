/**
 * The values that a cell of a table can have. A {@link io.github.tfflows.tables.cell.CategoryCell}
 * has one of some categories, the rare ones in a pool; a {@link
 * io.github.tfflows.tables.cell.NumberCell} has a number: beside its map, {@link
 * io.github.tfflows.tables.cell.PointMasses} that many rows share, the holes that these leave, and
 * the phases of a period.
 */
@NullMarked
package io.github.tfflows.tables.cell;

import org.jspecify.annotations.NullMarked;
