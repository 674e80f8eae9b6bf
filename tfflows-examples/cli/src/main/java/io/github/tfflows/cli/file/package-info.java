/** Tables in files: CSV, Parquet and NPY. */
@NullMarked
package io.github.tfflows.cli.file;

import org.jspecify.annotations.NullMarked;
