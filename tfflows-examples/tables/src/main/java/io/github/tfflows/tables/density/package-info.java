/** Probabilities of rows with categories, numbers and missing values, and their conditionals. */
@org.jspecify.annotations.NullMarked
package io.github.tfflows.tables.density;
