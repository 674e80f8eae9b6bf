/**
 * Requirements that every row of a table meets, such as that one column is at least another, and
 * the differences of columns by which a model meets them.
 */
@NullMarked
package io.github.tfflows.tables.requirement;

import org.jspecify.annotations.NullMarked;
