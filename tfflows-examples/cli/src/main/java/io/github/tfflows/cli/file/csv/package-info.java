/**
 * Lines of values with a delimiter between them. A {@link io.github.tfflows.cli.file.csv.CsvSource}
 * is read, a {@link io.github.tfflows.cli.file.csv.CsvSink} written.
 */
@NullMarked
package io.github.tfflows.cli.file.csv;

import org.jspecify.annotations.NullMarked;
