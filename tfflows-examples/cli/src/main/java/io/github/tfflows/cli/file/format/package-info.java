/**
 * One format of tables each: NPY, and Parquet, JSON and databases through DuckDB. A {@link
 * io.github.tfflows.cli.file.format.TypedSource} is read, a {@link
 * io.github.tfflows.cli.file.format.RowSink} written; {@link
 * io.github.tfflows.cli.file.format.OutputColumn} names a column and its type.
 */
@NullMarked
package io.github.tfflows.cli.file.format;

import org.jspecify.annotations.NullMarked;
