/**
 * Compiled models, and their exchange with other runtimes.
 *
 * <h2>The exported model</h2>
 *
 * <p>{@link CompiledDistribution#export} writes a SavedModel with these signatures:
 *
 * <table>
 * <caption>Signatures of an exported model</caption>
 * <tr><th>signature</th><th>inputs</th><th>outputs</th></tr>
 * <tr><td>{@code serving_default}, {@code log_prob}<td>{@code x} [-1, event]
 *     <td>{@code log_prob} [-1], nats</tr>
 * <tr><td>{@code sample}<td>{@code count} int32 [], {@code seed} int64 [2]
 *     <td>{@code x}, {@code log_prob}</tr>
 * <tr><td>{@code inverse}<td>{@code x}<td>{@code z}, {@code log_det}</tr>
 * <tr><td>{@code forward}<td>{@code z}<td>{@code x}, {@code log_det}</tr>
 * <tr><td>{@code cdf}<td>{@code x}<td>{@code cdf}, {@code survival}, each [-1, event]</tr>
 * <tr><td>{@code quantile}<td>{@code p} [-1, event], probabilities; NaN at others
 *     <td>{@code quantile}, {@code upper_quantile}, each [-1, event]</tr>
 * <tr><td>{@code categories}<td>{@code context} [-1, c]<td>{@code log_probs} [-1, k], nats</tr>
 * <tr><td>{@code full_conditionals}<td>{@code x}<td>{@code full_conditionals} [-1, k], nats</tr>
 * </table>
 *
 * <p>Models with a base and a map have {@code inverse} and {@code forward}. Models with {@linkplain
 * io.github.tfflows.core.Distribution#marginals marginal distribution functions}, or with
 * {@linkplain io.github.tfflows.core.Distribution#conditional distribution functions of one entry}
 * that the context leaves open, have {@code cdf} and {@code quantile}. Conditional models of
 * {@linkplain io.github.tfflows.core.Distribution#categories categories} have {@code categories},
 * and models with {@linkplain io.github.tfflows.core.Distribution#fullConditionals full
 * conditionals} have {@code full_conditionals}.
 *
 * <p>Each signature of a conditional model has the input {@code context} [-1, c]; {@code sample}
 * has it in place of {@code count}, and returns one draw for each row. The method name is {@code
 * tensorflow/serving/predict}. {@link ExportOptions} add a version directory and warm-up requests
 * for TensorFlow Serving, XLA, or the replacement of an existing model, which is otherwise an
 * error.
 *
 * <p>In Python, inline the functions of a density before you differentiate it: {@code
 * convert_variables_to_constants_v2(model.signatures["log_prob"], aggressive_inlining=True)} of
 * {@code tensorflow.python.framework.convert_to_constants}. TensorFlow differentiates calls of
 * functions by other rules, which lack some ops and are wrong for a few.
 *
 * <p>Weights are constants of the graph, each named {@code weights.} and its parameter, so that a
 * runtime has nothing to restore; a model is limited to protobuf's 2 GB.
 *
 * <h2>Files of a model</h2>
 *
 * <table>
 * <caption>Files of an exported model</caption>
 * <tr><th>file</th><th>content</th></tr>
 * <tr><td>{@code saved_model.pb}
 *     <td>graph, weights, signatures, description and checksums: all that {@code load} reads</tr>
 * <tr><td>{@code tfflows.properties}
 *     <td>a copy of the description (definition, recipe, losses) for people and scripts, with the
 *         SHA-256 of {@code saved_model.pb}</tr>
 * <tr><td>{@code variables}<td>an empty directory that other loaders expect</tr>
 * <tr><td>{@code assets.extra}<td>warm-up requests, if there are any</tr>
 * </table>
 *
 * <p>The last 32 bytes of {@code saved_model.pb} are the SHA-256 of all bytes before them. Each
 * weight, function and signature has a checksum as well, so that the error for a damaged file names
 * the damaged part. Description and checksums are the collection {@code tfflows} of the graph,
 * which other loaders ignore.
 *
 * <h2>Atomic steps</h2>
 *
 * <p>A new model appears in one step, with all its files on the disk. A replacement is one step as
 * well: the new {@code saved_model.pb} replaces the old one. At every instant {@code load} finds a
 * complete model, the old or the new one; a loaded model does not change. Old warm-up requests are
 * deleted before that step, and the new {@code tfflows.properties} and requests are written after
 * it. Files of other names stay.
 *
 * <p>Exports to one directory take turns, in threads and, if the file system supports locks, in
 * processes. Renames must be atomic; network file systems without atomic renames are not supported.
 * If an export fails, for instance because the disk is full, the existing model stays and the draft
 * is deleted.
 *
 * <h2>After a kill</h2>
 *
 * <p>A killed export loses the new model, or nothing if the new model was already in place. It may
 * leave one hidden draft: {@code .draft} in a model to be replaced, {@code .name.draft} beside a
 * new model {@code name}. The next export of the same model deletes it. After a kill during a
 * replacement, {@code tfflows.properties} may still describe the old model; its checksum then
 * differs from the checksum of the model.
 *
 * <h2>Loading a model from strangers</h2>
 *
 * <p>{@link CompiledDistribution#load(java.nio.file.Path) load} verifies the checksums. They
 * protect against damage, not against intent, because anyone can compute new ones. Against intent,
 * it checks before TensorFlow reads the file:
 *
 * <ul>
 *   <li>the size of the file, the depth of its messages, and the memory that they need;
 *   <li>ops and their attributes: only functions of numbers that exported models use, without
 *       state, files, network, processes, strings, resources or devices;
 *   <li>the shape of every array, which has to follow from constants and the number of rows of a
 *       call, to fit its op, and to grow with the rows at most in proportion;
 *   <li>functions that do not call themselves and run a bounded number of nodes; loops that count
 *       up to a constant;
 *   <li>the signatures above. Others ({@link AddedSignature}) are dropped first, with the nodes
 *       that only they need.
 * </ul>
 *
 * <p>Every violation is an {@link java.io.IOException} that names the file. Three risks remain: the
 * author's numbers may be wrong; a call may need much time or memory, so bound it with {@linkplain
 * Density#within time limits} and limits of the operating system; and TensorFlow's numerical
 * kernels may have defects. {@link CompiledDistribution#loadTrusted loadTrusted} loads models of
 * other software without these checks; trust their source as you trust a program.
 *
 * <h2>Seeds</h2>
 *
 * <p>Equal seeds draw equal numbers after a reload and in another process, and numbers equal up to
 * rounding under XLA, with another number of threads, or with concurrent callers: a counter-based
 * generator draws them, in a function that is never compiled. A model draws with seed {@code s} in
 * parts. Up to rounding, the signature {@code sample} returns the first 500 draws with {@code seed}
 * [s, 0], the next 500 with [s, 500], the next 1,000 with [s, 1000], and so on. No part has more
 * than 16,384 rows or 1,048,576 numbers.
 */
@NullMarked
package io.github.tfflows.core.model;

import org.jspecify.annotations.NullMarked;
