/**
 * The rows of a table as numbers for a model. Begin with {@link
 * io.github.tfflows.tables.reading.TableReader}, which reads the columns of a schema chunk by
 * chunk; {@link io.github.tfflows.tables.reading.Reading} chooses the treatment of missing values,
 * unseen names and unsuitable rows.
 */
@NullMarked
package io.github.tfflows.tables.reading;

import org.jspecify.annotations.NullMarked;
