/**
 * Probabilities of rows with categories, numbers and missing values. Begin with {@link
 * io.github.tfflows.tables.density.TableDensity}, the product of a softmax for each bit, category
 * and point mass and a flow on the numbers. Its {@link io.github.tfflows.tables.cell.Cell}s say
 * which values a column can have, and a {@link io.github.tfflows.tables.density.State} which cells
 * of a row are modelled, given or absent.
 */
@NullMarked
package io.github.tfflows.tables.density;

import org.jspecify.annotations.NullMarked;
