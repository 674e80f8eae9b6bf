/**
 * A table as one model: {@link io.github.tfflows.tables.TableScan} finds the kind of each column,
 * {@link io.github.tfflows.tables.PartialScan} does so in parts, {@link
 * io.github.tfflows.tables.TableFlow} makes a flow on the raw columns, {@link
 * io.github.tfflows.tables.TableReader} reads rows for it, and {@link
 * io.github.tfflows.tables.TableModel} scores and draws rows in the units of the table.
 */
@NullMarked
package io.github.tfflows.tables;

import org.jspecify.annotations.NullMarked;
