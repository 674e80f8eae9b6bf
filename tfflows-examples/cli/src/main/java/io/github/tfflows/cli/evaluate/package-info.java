/**
 * The evaluation of a model on rows it has not seen. {@link
 * io.github.tfflows.cli.evaluate.TableTrial} prepares the rows of a table, and {@link
 * io.github.tfflows.cli.evaluate.Report} holds the numbers and the evidence they are computed from.
 * Text is in {@code cli.report}, pictures are in {@code cli.picture}.
 */
@NullMarked
package io.github.tfflows.cli.evaluate;

import org.jspecify.annotations.NullMarked;
