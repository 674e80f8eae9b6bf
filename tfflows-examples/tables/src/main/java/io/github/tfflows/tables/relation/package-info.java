/**
 * Finds columns that follow from others. {@link io.github.tfflows.tables.relation.RelationScan}
 * reads a table after its columns are known, and checks candidates in every row; each kind of
 * relation has a candidate class of its own. {@link io.github.tfflows.tables.relation.FirstRows}
 * tells which candidates are worth a check.
 */
@NullMarked
package io.github.tfflows.tables.relation;

import org.jspecify.annotations.NullMarked;
