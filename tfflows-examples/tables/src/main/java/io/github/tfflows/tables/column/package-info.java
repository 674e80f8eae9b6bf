/**
 * The columns of a model. A {@link io.github.tfflows.tables.column.TableColumn} combines the {@link
 * io.github.tfflows.tables.column.ColumnKind} of its values with a {@link
 * io.github.tfflows.tables.column.Coding}, which converts cells to numbers and back. {@link
 * io.github.tfflows.tables.column.TableSchema} lists the columns and is stored in the description
 * of an exported model.
 */
@NullMarked
package io.github.tfflows.tables.column;

import org.jspecify.annotations.NullMarked;
