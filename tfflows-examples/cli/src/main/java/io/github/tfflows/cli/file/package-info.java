/**
 * Tables and results as files. Begin with {@link io.github.tfflows.cli.file.TableFiles}, which
 * opens a file or a pattern of files, {@link io.github.tfflows.cli.file.Queries}, which runs SQL
 * over them, and {@link io.github.tfflows.cli.file.TableWriter}. A result appears complete or not
 * at all ({@link io.github.tfflows.cli.file.OutputFile}).
 */
@NullMarked
package io.github.tfflows.cli.file;

import org.jspecify.annotations.NullMarked;
