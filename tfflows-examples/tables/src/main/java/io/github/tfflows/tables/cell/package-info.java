/**
 * The values that a cell of a table can have. A {@link io.github.tfflows.tables.cell.CategoryCell}
 * has one of several categories; rare ones form a pool. A {@link
 * io.github.tfflows.tables.cell.NumberCell} has a number: a map to the scale of the flow, {@link
 * io.github.tfflows.tables.cell.PointMasses} for values that many rows share, holes in the density
 * at these values, and the phases of a period. Networks read numbers as ramps, and times as points
 * on the circles of their {@link io.github.tfflows.tables.cell.Cycles}.
 */
@NullMarked
package io.github.tfflows.tables.cell;

import org.jspecify.annotations.NullMarked;
