/**
 * The cells of columns that follow from others, or are bounded by them: in rows of tables, of draws
 * and of imputations. Begin with {@link io.github.tfflows.tables.derived.DerivedCells}. Missing
 * names and numbers that lead to known cells are draws of {@link
 * io.github.tfflows.tables.derived.AgreeingNames} and {@link
 * io.github.tfflows.tables.derived.AgreeingNumbers}.
 */
@NullMarked
package io.github.tfflows.tables.derived;

import org.jspecify.annotations.NullMarked;
