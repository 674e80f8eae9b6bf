/**
 * Linear maps of the last axis: the features of a vector {@code [d]}, or the channels at every
 * place of an image {@code [h, w, c]}, where log-determinants count {@code h·w} times.
 *
 * <table>
 * <caption>Maps that mix the entries</caption>
 * <tr><th>bijector</th><th>matrix</th></tr>
 * <tr><td>{@link InvertibleLinear}<td>{@code P·L·U}, the 1×1 convolution of Glow</tr>
 * <tr><td>{@link DenseLinear}<td>unconstrained</tr>
 * <tr><td>{@link QrLinear}<td>orthogonal times upper triangular</tr>
 * <tr><td>{@link SvdLinear}<td>orthogonal times diagonal times orthogonal</tr>
 * <tr><td>{@link MatrixExponential}<td>{@code exp A}</tr>
 * <tr><td>{@link TriangularAffine}<td>lower triangular, with a shift</tr>
 * <tr><td>{@link LowRankAffine}<td>diagonal plus low rank, with a shift</tr>
 * <tr><td>{@link Householder}<td>orthogonal, a product of reflections</tr>
 * <tr><td>{@link Rotation}<td>orthogonal, {@code exp(A - Aᵀ)}</tr>
 * <tr><td>{@link DiscreteCosine}<td>orthogonal, the constants of DCT-II</tr>
 * <tr><td>{@link Permutation}<td>orthogonal, a fixed order</tr>
 * </table>
 *
 * <p>Most of them start as the identity; {@code InvertibleLinear} and {@code DenseLinear} start as
 * random orthogonal matrices, which mix all entries from the first step. {@link ActNorm} and {@link
 * BatchNorm} normalize the entries. Put {@link Standardize} next to the data.
 */
@NullMarked
package io.github.tfflows.bijectors.linear;

import org.jspecify.annotations.NullMarked;
