/**
 * Infers the columns of a table from its rows. Begin with {@link
 * io.github.tfflows.tables.scan.TableScan}, which chooses columns and reads a table once; {@link
 * io.github.tfflows.tables.scan.ScannedTable} holds the columns and notes about them.
 */
@NullMarked
package io.github.tfflows.tables.scan;

import org.jspecify.annotations.NullMarked;
