/**
 * Mergeable summaries of the numbers of a column, in bounded memory: moments, counts, a sample and
 * a digest. Each is updated value by value, and {@code append} merges the summaries of two parts of
 * a table. So are the different rows of groups. Not exported.
 */
@NullMarked
package io.github.tfflows.tables.sketch;

import org.jspecify.annotations.NullMarked;
