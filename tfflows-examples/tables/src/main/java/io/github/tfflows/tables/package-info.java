/**
 * A table with columns of any kind as one model. {@link io.github.tfflows.tables.TableTraining}
 * fits one to the rows that a {@link io.github.tfflows.tables.TableReader} reads, and {@link
 * io.github.tfflows.tables.TableModel} scores, draws, explains and completes rows in the units of
 * the table. Begin with a {@link io.github.tfflows.tables.source.TableSource}, whose columns {@link
 * io.github.tfflows.tables.scan.TableScan} determines.
 */
@NullMarked
package io.github.tfflows.tables;

import org.jspecify.annotations.NullMarked;
