/**
 * Requirements that every row of a table meets, such as one column being at least another. A model
 * meets them by modelling differences of columns.
 */
@NullMarked
package io.github.tfflows.tables.requirement;

import org.jspecify.annotations.NullMarked;
