/**
 * Probabilities of rows with categories, numbers and missing values. Begin with {@link
 * io.github.tfflows.tables.density.TableDensity}, which multiplies the density of a flow on the
 * numbers by a softmax for each bit, category and point mass. A {@link
 * io.github.tfflows.tables.cell.Cell} defines the possible values of a column, and a {@link
 * io.github.tfflows.tables.density.State} whether a cell of a row is modelled, given or absent.
 */
@NullMarked
package io.github.tfflows.tables.density;

import org.jspecify.annotations.NullMarked;
