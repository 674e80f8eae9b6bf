/**
 * Models that run, and their exchange with other runtimes.
 *
 * <h2>The exported model</h2>
 *
 * <p>{@link io.github.tfflows.core.model.CompiledDistribution#export} writes a SavedModel with
 * these signatures:
 *
 * <table>
 * <caption>Signatures of an exported model</caption>
 * <tr><th>signature</th><th>inputs</th><th>outputs</th></tr>
 * <tr><td>{@code serving_default}, {@code log_prob}
 *     <td>{@code x} [-1, event]<td>{@code log_prob} [-1], nats</tr>
 * <tr><td>{@code sample}
 *     <td>{@code count} int32 [], {@code seed} int64 [2]<td>{@code x}, {@code log_prob}</tr>
 * <tr><td>{@code inverse}<td>{@code x}<td>{@code z}, {@code log_det}</tr>
 * <tr><td>{@code forward}<td>{@code z}<td>{@code x}, {@code log_det}</tr>
 * </table>
 *
 * <p>A conditional model has the input {@code context} [-1, c] in each; its {@code sample} has it
 * in place of {@code count} and returns one draw a row. The method name is {@code
 * tensorflow/serving/predict}. {@link io.github.tfflows.core.model.ExportOptions} add a version
 * directory and warm-up requests for TensorFlow Serving, XLA, or the replacement of an existing
 * model, which is refused otherwise. A directory appears whole or not at all.
 *
 * <p>Weights are constants of the graph, each named {@code weights.} and its parameter, so that a
 * runtime has nothing to restore; a model is limited to protobuf's 2 GB. The file {@code
 * tfflows.properties} beside the graph records definition, recipe and losses.
 *
 * <h2>Seeds</h2>
 *
 * <p>Equal seeds draw equal numbers after a reload and in another process, and equal up to rounding
 * under XLA, with another number of threads, or beside other callers: a counter-based generator
 * draws them, in a function of its own that is never compiled. Of the draws with seed {@code s},
 * the first 500 are those of the signature with {@code seed} [s, 0], the next 500 those with [s,
 * 500], the next 1,000 those with [s, 1000], and so on, up to rounding; no part has more than
 * 16,384 rows or 1,048,576 numbers.
 */
@NullMarked
package io.github.tfflows.core.model;

import org.jspecify.annotations.NullMarked;
