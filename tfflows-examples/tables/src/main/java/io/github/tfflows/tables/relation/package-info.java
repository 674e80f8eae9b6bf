/**
 * Finds columns that follow from others. {@link io.github.tfflows.tables.relation.RelationScan}
 * reads a table a second time, and checks candidates in every row; each kind of relation has a
 * candidate class. {@link io.github.tfflows.tables.relation.FirstRows} rules out most candidates
 * before that.
 */
@NullMarked
package io.github.tfflows.tables.relation;

import org.jspecify.annotations.NullMarked;
