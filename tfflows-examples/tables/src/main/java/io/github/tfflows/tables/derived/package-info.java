/**
 * The cells of columns that follow from others, or are bounded by them: in rows of tables, of draws
 * and of imputations. Begin with {@link io.github.tfflows.tables.derived.DerivedCells}.
 */
@NullMarked
package io.github.tfflows.tables.derived;

import org.jspecify.annotations.NullMarked;
